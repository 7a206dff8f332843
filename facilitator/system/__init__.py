"""What the program needs of the computer: settings, log, event loop, garbage collector, line input, documentation."""

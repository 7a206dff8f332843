"""What the program needs of the computer: settings, log file, event loop, garbage collector, line input, documentation."""

"""What the program needs of the computer: settings, log file, event loop, collector, line input, token bucket."""

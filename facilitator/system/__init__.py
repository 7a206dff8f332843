"""What the program needs of the computer, and small tools: settings, log, event loop, garbage collector, line input,
documentation, token bucket."""

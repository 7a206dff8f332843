"""The whole workshop line by line: no full screen, numbered choices, for screen readers and dumb terminals."""

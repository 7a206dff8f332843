"""Plain mode: the whole workshop as lines with numbered choices, for screen readers and simple terminals."""

"""The parts of a summary, one module each: a report in, blocks out. What is told is decided once for all formats."""

"""The sections of a summary, one module each. ``write`` turns a report into blocks, the same for all formats."""

"""The screen before a workshop: recent sessions, ready workshops, language."""

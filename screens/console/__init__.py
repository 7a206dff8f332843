"""The console: the facilitator's private view of a running workshop."""

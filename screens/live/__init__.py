"""The screen of a running workshop: the stage, and the facilitator's console over it."""

"""The screen of a running workshop: the stage, and over it the facilitator's console."""

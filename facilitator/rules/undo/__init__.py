"""Undo and redo of the facilitator's verbs."""

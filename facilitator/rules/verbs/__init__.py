"""The verbs of the facilitator: pure functions that take a context and arguments and return one ``Outcome``."""

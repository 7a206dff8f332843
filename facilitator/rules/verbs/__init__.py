"""The acts of the facilitator: pure functions from the session as it is to one ``Act``."""

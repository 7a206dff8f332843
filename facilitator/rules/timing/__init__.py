"""Days, the plan of a workshop against the clock, and the moment of grace at a close."""

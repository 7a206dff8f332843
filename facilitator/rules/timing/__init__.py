"""The dates of a workshop, its schedule, and the grace period after a step closes."""

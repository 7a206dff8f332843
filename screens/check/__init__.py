"""The room check: pages on which the facilitator tests legibility, join code and network before the workshop."""

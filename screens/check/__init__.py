"""The room check: what should be known about the room before people come."""

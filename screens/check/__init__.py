"""The room check: everything about the room that is better found out before people come."""

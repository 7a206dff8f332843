"""Follow-up workshops: what an earlier workshop agreed and how far it has come."""

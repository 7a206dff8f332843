"""Blind votes: the budget of a person, the ranking of the items, and the rounds. Pure."""

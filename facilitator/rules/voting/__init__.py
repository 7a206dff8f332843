"""Blind votes: how many votes a person has, how they are counted, and what goes on. Pure."""

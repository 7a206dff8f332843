"""Dialogs: small screens that ask one thing and return the answer. They do not know which screen opened them."""

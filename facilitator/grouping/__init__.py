"""Suggested themes for short ideas in Finnish, Swedish and English: offline, the same every time, with their reasons.

The machine suggests; people decide. Nothing of this is imported before a suggestion is asked for.
"""

"""Draws a scene: to pixels, and from them to the cells of a terminal. Opens the shipped fonts; knows no view."""

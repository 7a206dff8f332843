"""Suggested themes: the worker process around the grouping algorithm, and its files."""

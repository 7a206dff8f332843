"""The command ``serve``: JSON lines in and out."""

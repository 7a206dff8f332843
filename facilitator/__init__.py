"""The workshop: rules, phones, export and the command line. Never imports Textual."""

__version__ = "0.1.0"

"""The workshop program: rules, web server for phones, exports and command line. Textual is not imported here."""

__version__ = "0.1.0"

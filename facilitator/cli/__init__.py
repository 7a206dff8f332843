"""The commands of the command line, one module per group. None imports Textual or the web server when it is loaded."""

"""The commands of the command line, one module per group. Nothing here imports Textual or the web server."""

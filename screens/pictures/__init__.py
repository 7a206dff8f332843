"""Pictures in the terminal: what it can show, how a picture is encoded for it, and what is sent when."""

"""The protocols through which the terminal, serve and the phones' pages use a running workshop."""

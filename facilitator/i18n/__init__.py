"""Messages in Finnish, Swedish and English, read from the catalogue."""

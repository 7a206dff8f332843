"""What the program needs of the computer around it; nothing here knows a workshop."""

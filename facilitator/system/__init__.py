"""What the program needs of the computer it runs on, and small tools without rules of a workshop in them."""

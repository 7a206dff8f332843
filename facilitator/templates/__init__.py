"""Ready workshops as data: shipped templates, templates of the user's own, and sessions made of them."""

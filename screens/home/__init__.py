"""The home screen: saved workshops, templates, and the choice of language."""

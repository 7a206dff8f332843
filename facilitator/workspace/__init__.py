"""What lies on this computer: saved workshops, templates, settings, and the workshop that is open."""

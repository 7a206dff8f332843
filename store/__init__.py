"""What a workshop is made of, and how it is kept. TinyDB lives here and nowhere else."""

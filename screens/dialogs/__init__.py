"""Small screens that ask one thing and give back the answer; they know nothing of who asked."""

"""Rules that several kinds of step share: disclosure control, moderation, source ideas, names of items."""

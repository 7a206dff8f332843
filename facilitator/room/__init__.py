"""One running workshop: its life, its commits, the phones' side and its outputs."""

"""Simulated participants, for practising alone and for the demo."""

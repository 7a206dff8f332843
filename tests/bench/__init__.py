"""Measurements, to be run by hand; a package, because a measurement may have the name of what it measures."""

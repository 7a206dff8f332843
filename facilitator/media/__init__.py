"""File formats and glyphs without knowledge of workshops: fonts, QR codes as SVG, calendar files."""

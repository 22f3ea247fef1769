"""How the sample papers look in each format: `draw(paper) -> bytes`."""

"""The only gate: from all cells of a publication to a Release."""

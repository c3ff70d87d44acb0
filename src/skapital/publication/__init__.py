"""A publication: planned, written whole, remembered, verified."""

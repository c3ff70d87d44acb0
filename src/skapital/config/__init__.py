"""Configuration as data: read once, checked whole, frozen."""

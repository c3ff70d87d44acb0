"""The embedded database of a workspace."""

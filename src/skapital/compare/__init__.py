"""Change, targets and signals, from a Release to verdicts. Pure."""

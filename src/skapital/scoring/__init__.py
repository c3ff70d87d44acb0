"""From answers to person scores, reliability and agreement. Pure."""

"""From HR records to rates: absence, turnover, retention, exits. Pure."""

"""Reading what comes in, and accounting for every row of it."""

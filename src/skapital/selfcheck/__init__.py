"""Every statistic against published or independently computed values, wherever skapital is installed."""

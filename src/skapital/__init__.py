"""Social capital in Danish municipalities: ingest, score, release, compare, report."""

__version__ = "0.1.0"

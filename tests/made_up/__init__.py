"""Made-up municipalities and releases that tests share."""

"""Made-up records and filled databases, for tests and measurements."""

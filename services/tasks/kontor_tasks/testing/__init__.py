"""For tests: made-up records, and the service with somebody signed in."""

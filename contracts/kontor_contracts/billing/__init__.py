"""Facts of the billing service."""

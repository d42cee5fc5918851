"""Facts of the customers service."""

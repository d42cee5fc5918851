"""Facts of the delivery service."""

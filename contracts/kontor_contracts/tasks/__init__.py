"""Facts of the tasks service."""

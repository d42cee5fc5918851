"""Pages of customers and prospects."""

"""What billing writes for others: bank files."""

"""Reading records from CSV: what each row says, and why one is refused."""

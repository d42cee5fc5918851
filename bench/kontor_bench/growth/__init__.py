"""Growth from a thousand customers to many, and what a million would need."""

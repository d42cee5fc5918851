"""The sample company, clones of its customers in any number, and what they must come to."""

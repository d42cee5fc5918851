"""Actions for people: what is due, when, and for whom."""

"""The issued document and every way in which it leaves the system."""

"""Kill processes in the midst of their work, and see whether anything shows."""

"""What people and other services can do with customers: one function each."""

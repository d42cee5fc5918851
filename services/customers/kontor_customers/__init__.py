"""Own organisation, customers and prospects, contacts, payment details and delivery preferences."""

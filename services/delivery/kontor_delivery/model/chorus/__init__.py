"""Deposits at Chorus Pro by API, and what it says of flows and invoices."""

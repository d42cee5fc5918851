"""Chorus Pro by API: flows deposited, and followed until their invoices are paid."""

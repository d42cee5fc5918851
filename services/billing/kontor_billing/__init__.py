"""Folders, billing runs, invoices, collections and direct-debit files."""

"""SEPA direct debits: which collections may be presented, and with what."""

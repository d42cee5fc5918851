"""Verlauf: what happened to a party, built only from the facts of all services."""

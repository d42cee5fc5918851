"""A made-up service that books facts in a ledger: the least that the event path can carry."""

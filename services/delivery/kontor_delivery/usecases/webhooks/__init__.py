"""Partner webhooks: recorded in order, sent under a lease, looked after by people."""

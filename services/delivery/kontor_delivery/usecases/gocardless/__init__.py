"""GoCardless by API: collections asked for, events taken in."""

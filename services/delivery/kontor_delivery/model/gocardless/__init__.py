"""Collections that GoCardless makes for us by API, and what it tells of them."""

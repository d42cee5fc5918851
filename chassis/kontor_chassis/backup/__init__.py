"""Back-up and restore of all services' databases and topics, at one instant (decision 0026)."""

"""E-mail: what is sent to whom, and what the server's answers make of it."""

"""The world outside: the mail server, the e-invoice rules, the store of files."""

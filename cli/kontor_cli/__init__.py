"""The operators' command line over the HTTP APIs."""

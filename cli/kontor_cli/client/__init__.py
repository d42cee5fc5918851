"""A typed client of the services' HTTP APIs."""

"""Measures Kontor: real parts, real processes, one table of figures."""

"""`make demo`: a month of a made-up provider billed, delivered, and compared with what must be."""

"""Rules of customers and prospects: pure, without waiting, without a database."""

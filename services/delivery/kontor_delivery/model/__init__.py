"""The rules of delivery: pure, without a driver and without waiting."""

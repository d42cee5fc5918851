"""Billing runs of several sizes, with several workers, and where their time goes."""

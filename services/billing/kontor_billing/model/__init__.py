"""The rules of billing: pure functions and frozen values, no input, no output."""

"""Tests of the whole: a package, so that what runs for them ends with the last of them."""

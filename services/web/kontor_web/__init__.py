"""The pages of Kontor."""

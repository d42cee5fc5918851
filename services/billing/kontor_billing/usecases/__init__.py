"""What billing does, one function per verb; HTTP and workers call the same."""

"""What delivery does, one verb a function; both doors and all workers call these."""

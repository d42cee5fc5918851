"""What tasks does: one function per verb; both doors and the clock call these."""

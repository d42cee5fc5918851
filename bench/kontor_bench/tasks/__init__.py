"""Lists and calendars over half a million actions."""

"""The collections of billing: the only place that speaks to the driver."""

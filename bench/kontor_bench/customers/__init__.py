"""The record of customers under the load of a back office, and of imports."""

"""Embedded Kafka, MongoDB and SMTP sink, and the list of Kontor's processes, for one machine."""

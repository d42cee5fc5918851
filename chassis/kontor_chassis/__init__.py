"""What every Kontor service stands on: outbox, relay, inbox, consumer, MongoDB, HTTP, telemetry."""

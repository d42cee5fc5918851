"""The published language of Kontor: events, topics, schemas and examples."""

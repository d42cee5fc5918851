"""What tests of delivery, and of what runs it, are made with."""

"""Partner webhooks: endpoints, their messages in order, and what an answer makes of them."""

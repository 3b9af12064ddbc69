"""A small company system to try the assistant against: billing, outages and installations over HTTP."""

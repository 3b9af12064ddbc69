"""What the assistant does when it is asked something: thin and flat, one file a topic."""

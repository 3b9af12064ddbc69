"""What Plainwatt knows: one room a topic, one word a room (see the map in README.md)."""

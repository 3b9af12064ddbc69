"""Side-by-side measurements; their results stand in `results`."""

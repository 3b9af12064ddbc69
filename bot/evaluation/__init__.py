"""How well sentences are understood: held-out sentences in, figures and a picture out."""

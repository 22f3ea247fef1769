"""Read the papers of councils, boards and panels, and answer for what they decided, promised and reported."""

__version__ = "0.1.0"

"""The Director's pages, and each person's own targets."""

"""The Director's pages for what is pushed, and what everybody else sees of it."""

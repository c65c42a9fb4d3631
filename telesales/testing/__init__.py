"""What the test run needs around it: servers of its own, and the list of checks."""

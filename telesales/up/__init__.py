"""Brings up everything the desk runs on as children of one command, for a trial on one machine."""

"""Brings customers in from a spreadsheet file."""

from customers.actions.imports.customers import ImportResult, Reported, import_customers
from customers.actions.imports.files import read_rows

__all__ = ["ImportResult", "Reported", "import_customers", "read_rows"]

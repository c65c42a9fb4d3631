"""Reads of orders: the pad, the read-back, and the lists of orders and enquiries."""

from orders.reports.habits import PastOrder
from orders.reports.lists import EnquiryRow, OrderRow, enquiry_rows, order_rows
from orders.reports.pad import Foot, Pad, PadRow, pad
from orders.reports.prompts import Prompt
from orders.reports.read_back import ReadBack, ReadBackLine, read_back
from orders.reports.sheet import OrderSheet, order_sheet

__all__ = [
    "EnquiryRow",
    "Foot",
    "OrderRow",
    "OrderSheet",
    "Pad",
    "PadRow",
    "PastOrder",
    "Prompt",
    "ReadBack",
    "ReadBackLine",
    "enquiry_rows",
    "order_rows",
    "order_sheet",
    "pad",
    "read_back",
]

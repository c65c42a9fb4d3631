"""Reads of orders: the pad, the read-back, and the lists of orders and enquiries."""

from orders.reports.approvals import Approvals, approvals
from orders.reports.fulfilment import MotionRow, motion_rows
from orders.reports.habits import PastOrder
from orders.reports.life import OrderLife, order_life
from orders.reports.lists import EnquiryRow, OrderRow, enquiry_rows, order_rows
from orders.reports.pad import Foot, Pad, PadRow, pad
from orders.reports.prompts import Prompt
from orders.reports.read_back import ReadBack, ReadBackLine, read_back
from orders.reports.sheet import OrderSheet, order_sheet

__all__ = [
    "Approvals",
    "EnquiryRow",
    "Foot",
    "MotionRow",
    "OrderLife",
    "OrderRow",
    "OrderSheet",
    "Pad",
    "PadRow",
    "PastOrder",
    "Prompt",
    "ReadBack",
    "ReadBackLine",
    "approvals",
    "enquiry_rows",
    "motion_rows",
    "order_life",
    "order_rows",
    "order_sheet",
    "pad",
    "read_back",
]

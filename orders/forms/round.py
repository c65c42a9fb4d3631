"""A delivery round in the admin site, which says whose fields these are."""

from customers.forms import WeekdaysField
from staff.forms import RecordForm


class RoundForm(RecordForm):
    weekdays = WeekdaysField(
        help_text="When it drives. None ticked: Monday to Friday. A customer's own days go before."
    )

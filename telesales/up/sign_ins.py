"""The accounts of the made-up wholesaler, for its maker and for the lines that `up` ends with."""

from dataclasses import dataclass

PASSWORD = "calder-trade-demo"  # noqa: S105  # for made-up people, shown on the screen


@dataclass(frozen=True)
class SignIn:
    title: str
    email: str
    password: str = PASSWORD


COORDINATOR = SignIn("Coordinator", "coordinator@calder-trade.example")
DIRECTOR = SignIn("Operations Director", "director@calder-trade.example")
ADMINISTRATOR = SignIn("Administrator", "administrator@calder-trade.example")
SIGN_INS = (COORDINATOR, DIRECTOR, ADMINISTRATOR)

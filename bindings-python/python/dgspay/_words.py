"""The words of the service, for type checkers: what is known today, and any other `str`.

The lists are the core's; a test holds them to it.
"""

from decimal import Decimal
from typing import Literal, TypeAlias

from ._native import Money, PhoneNumber

Amount: TypeAlias = int | Decimal | str | Money
"""An exact amount; without a currency it is in RWF. A float is refused."""

Phone: TypeAlias = str | PhoneNumber
"""A phone number in any usual spelling."""

Country: TypeAlias = Literal["RW", "UG", "KE", "TZ"] | str
Environment: TypeAlias = Literal["sandbox", "production"] | str
MobileNetwork: TypeAlias = Literal["MTN", "Airtel", "M-Pesa", "Tigo"] | str
NextActionKind: TypeAlias = Literal["redirect_url", "payment_instruction"] | str
Outcome: TypeAlias = Literal["executed", "not_executed", "unknown", "not_money"] | str
PaymentMethod: TypeAlias = Literal["mobile_money", "card", "bank"] | str
PaymentStatus: TypeAlias = Literal["pending", "successful", "failed"] | str

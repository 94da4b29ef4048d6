"""The types of arguments and results, for annotations: `from dgspay.types import MobileNetwork`.

The words of the service are those that are known today, and any other `str`. The lists are the core's; a
test holds them to it.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Literal, TypeAlias

from ._native import Event, Money, PhoneNumber

Amount: TypeAlias = int | Decimal | str | Money
"""An exact amount. Without a currency it is in RWF, and in calls to RohoPay in UGX. A float is refused."""

Phone: TypeAlias = str | PhoneNumber
"""A phone number in any usual spelling."""

Secrets: TypeAlias = str | Iterable[str]
"""One webhook secret, or all that are in use."""

AnyEvent: TypeAlias = (
    Event.PaymentSucceeded
    | Event.PaymentFailed
    | Event.DisbursementSucceeded
    | Event.DisbursementFailed
    | Event.ConversionSucceeded
    | Event.ConversionFailed
    | Event.DepositSucceeded
    | Event.DepositFailed
    | Event.WithdrawalSucceeded
    | Event.WithdrawalFailed
    | Event.Unknown
)
"""What a webhook can be: type checkers see whether a `match` over it is complete."""

EventHandler: TypeAlias = Callable[[AnyEvent], object]
"""What the adapters of frameworks call, plain or async; what it returns is not used."""

AmountType: TypeAlias = Literal["fixed", "flexible"] | str
CardBrand: TypeAlias = (
    Literal[
        "visa",
        "mastercard",
        "american_express",
        "maestro",
        "verve",
        "union_pay",
        "discover",
        "diners_club",
        "jcb",
    ]
    | str
)
Country: TypeAlias = Literal["RW", "UG", "KE", "TZ"] | str
DestinationType: TypeAlias = Literal["bank", "mobile_money"] | str
Environment: TypeAlias = Literal["sandbox", "production"] | str
FeeRounding: TypeAlias = Literal["half_up", "half_even", "up", "down"] | str
MobileNetwork: TypeAlias = Literal["MTN", "Airtel", "M-Pesa", "Tigo"] | str
NextActionKind: TypeAlias = (
    Literal[
        "redirect_url", "requires_pin", "requires_otp", "requires_additional_fields", "payment_instruction"
    ]
    | str
)
NonceFormat: TypeAlias = Literal["hex12", "hex24"] | str
Outcome: TypeAlias = Literal["executed", "not_executed", "unknown", "not_money"] | str
PaymentLinkStatus: TypeAlias = Literal["active", "archived", "expired", "completed"] | str
PaymentMethod: TypeAlias = Literal["mobile_money", "card", "bank", "ussd"] | str
PaymentStatus: TypeAlias = Literal["pending", "successful", "failed"] | str
TransactionType: TypeAlias = Literal["collection", "disbursement"] | str

RohoEnvironment: TypeAlias = Literal["test", "live"] | Environment
"""RohoPay's own words for the two environments; those of DGS-Pay mean the same."""

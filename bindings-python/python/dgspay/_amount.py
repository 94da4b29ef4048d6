"""Amounts as people write them."""

from __future__ import annotations

from ._errors import ValidationError
from ._native import Money

TYPE_CHECKING = False
if TYPE_CHECKING:
    from decimal import Decimal

    from .types import Amount


def in_currency(currency: str | None, amount: Amount | None, argument: str) -> Amount | None:
    """An amount that names no currency is in that of its call; without one, the native module takes RWF."""
    if currency is None or amount is None or isinstance(amount, Money):
        return amount
    return _money(amount, currency, argument)


def in_currency_or_ugx(currency: str | None, amount: Amount) -> Money:
    """The amount of a call to RohoPay: one that names no currency is in that of its call, else in UGX."""
    if not isinstance(amount, Money):
        return _money(amount, "UGX" if currency is None else currency, "amount")
    if currency is not None:
        amount.compare(Money(0, currency))  # raises if they differ: one of the two is a mistake
    return amount


def _money(amount: int | Decimal | str, currency: str, argument: str) -> Money:
    try:
        return Money(amount, currency)
    except ValidationError as error:
        if error.code == "invalid_amount":
            error.field = argument
        raise

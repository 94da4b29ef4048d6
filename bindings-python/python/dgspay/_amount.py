"""Amounts as people write them."""

from __future__ import annotations

from ._errors import ValidationError
from ._native import Money

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .types import Amount


def in_currency(currency: str | None, amount: Amount | None, argument: str) -> Amount | None:
    """An amount that names no currency is in that of its call; without one, the native module takes RWF."""
    if currency is None or amount is None or isinstance(amount, Money):
        return amount
    try:
        return Money(amount, currency)
    except ValidationError as error:
        if error.code == "invalid_amount":
            error.field = argument
        raise

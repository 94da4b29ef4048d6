"""Amounts as people write them."""

from __future__ import annotations

from ._native import Money

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._words import Amount


def in_rwf(amount: Amount) -> Money:
    """An amount without a currency is in RWF."""
    return amount if isinstance(amount, Money) else Money(amount, "RWF")

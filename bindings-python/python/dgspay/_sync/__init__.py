# Generated from `_async` by `scripts/generate-python`. Do not edit.
"""The public layer whose calls block."""

from .charges import Charges
from .client import DgsPay
from .transactions import Transactions
from .wallet import Wallet

__all__ = ["Charges", "DgsPay", "Transactions", "Wallet"]

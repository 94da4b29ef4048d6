"""The public layer for asyncio. `_sync` is generated from it by `scripts/generate-python`."""

from .charges import AsyncCharges
from .client import AsyncDgsPay
from .transactions import AsyncTransactions
from .wallet import AsyncWallet

__all__ = ["AsyncCharges", "AsyncDgsPay", "AsyncTransactions", "AsyncWallet"]

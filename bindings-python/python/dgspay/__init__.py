"""Payments in Rwanda through DGS-Pay v2.

A money call says what is known (executed, not executed, unknown), cannot pay twice, and cannot be
fooled by a webhook. Begin with `DgsPay`, or with `AsyncDgsPay` for asyncio.
"""

from __future__ import annotations

from ._async import AsyncCharges, AsyncDgsPay, AsyncTransactions, AsyncWallet
from ._errors import (
    AuthenticationError,
    ConfigError,
    ConnectionError,
    DecodeError,
    DgsPayError,
    IdempotencyError,
    InsufficientFundsError,
    InternalError,
    NotFoundError,
    OutcomeUnknownError,
    PermissionError,
    RateLimitError,
    ServiceError,
    SignatureError,
    ValidationError,
)
from ._native import (
    Balance,
    Charge,
    Customer,
    ErrorInfo,
    Event,
    Money,
    NextAction,
    PhoneNumber,
    Transaction,
    TransactionPage,
    Webhook,
)
from ._sync import Charges, DgsPay, Transactions, Wallet

PaymentSucceeded = Event.PaymentSucceeded
PaymentFailed = Event.PaymentFailed
UnknownEvent = Event.Unknown

__all__ = [
    "AsyncCharges",
    "AsyncDgsPay",
    "AsyncTransactions",
    "AsyncWallet",
    "AuthenticationError",
    "Balance",
    "Charge",
    "Charges",
    "ConfigError",
    "ConnectionError",
    "Customer",
    "DecodeError",
    "DgsPay",
    "DgsPayError",
    "ErrorInfo",
    "Event",
    "IdempotencyError",
    "InsufficientFundsError",
    "InternalError",
    "Money",
    "NextAction",
    "NotFoundError",
    "OutcomeUnknownError",
    "PaymentFailed",
    "PaymentSucceeded",
    "PermissionError",
    "PhoneNumber",
    "RateLimitError",
    "ServiceError",
    "SignatureError",
    "Transaction",
    "TransactionPage",
    "Transactions",
    "UnknownEvent",
    "ValidationError",
    "Wallet",
    "Webhook",
]


def _introduce(names: list[str]) -> None:
    """Show people `dgspay.ValidationError` in tracebacks and pickles, not the file where it stands."""
    for name in names:
        if globals()[name].__module__.startswith("dgspay."):
            globals()[name].__module__ = "dgspay"


_introduce(__all__)

"""Payments in East Africa: DGS-Pay v2 (Rwanda) and RohoPay v1 (Uganda, Kenya, Tanzania, Rwanda).

A money call says what is known (executed, not executed, unknown), cannot pay twice, and cannot be
fooled by a webhook. Begin with `DgsPay` or `RohoPay`, or with `AsyncDgsPay` or `AsyncRohoPay` for asyncio.
"""

from __future__ import annotations

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
    Bank,
    BillingAddress,
    CardEncryptor,
    CardEntry,
    CardExpiryEntry,
    CardNumberEntry,
    Charge,
    CheckoutReturn,
    CheckoutSession,
    Conversion,
    ConversionPreview,
    Customer,
    EncryptedCard,
    EncryptedPin,
    ErrorInfo,
    Event,
    FeeQuote,
    FeeSchedule,
    FeeTier,
    Money,
    NextAction,
    PaymentLink,
    PaymentLinkDetails,
    PaymentLinkPage,
    PaymentLinkStats,
    Payout,
    PhoneNumber,
    RecentCharge,
    Recipient,
    RohoBalance,
    RohoTransaction,
    RohoTransactionPage,
    Transaction,
    TransactionPage,
    Webhook,
    YearMonth,
    __version__,
)
from ._sync.client import DgsPay

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._async.banks import AsyncBanks
    from ._async.charges import AsyncCharges
    from ._async.client import AsyncDgsPay
    from ._async.disbursements import AsyncDisbursements
    from ._async.payment_links import AsyncPaymentLinks
    from ._async.roho import AsyncRohoPay
    from ._async.transactions import AsyncTransactions
    from ._async.wallet import AsyncWallet
    from ._sync.banks import Banks
    from ._sync.charges import Charges
    from ._sync.disbursements import Disbursements
    from ._sync.payment_links import PaymentLinks
    from ._sync.roho import RohoPay
    from ._sync.transactions import Transactions
    from ._sync.wallet import Wallet

PaymentSucceeded = Event.PaymentSucceeded
PaymentFailed = Event.PaymentFailed
DisbursementSucceeded = Event.DisbursementSucceeded
DisbursementFailed = Event.DisbursementFailed
ConversionSucceeded = Event.ConversionSucceeded
ConversionFailed = Event.ConversionFailed
DepositSucceeded = Event.DepositSucceeded
DepositFailed = Event.DepositFailed
WithdrawalSucceeded = Event.WithdrawalSucceeded
WithdrawalFailed = Event.WithdrawalFailed
UnknownEvent = Event.Unknown

__all__ = [
    "AsyncBanks",
    "AsyncCharges",
    "AsyncDgsPay",
    "AsyncDisbursements",
    "AsyncPaymentLinks",
    "AsyncRohoPay",
    "AsyncTransactions",
    "AsyncWallet",
    "AuthenticationError",
    "Balance",
    "Bank",
    "Banks",
    "BillingAddress",
    "CardEncryptor",
    "CardEntry",
    "CardExpiryEntry",
    "CardNumberEntry",
    "Charge",
    "Charges",
    "CheckoutReturn",
    "CheckoutSession",
    "ConfigError",
    "ConnectionError",
    "Conversion",
    "ConversionFailed",
    "ConversionPreview",
    "ConversionSucceeded",
    "Customer",
    "DecodeError",
    "DepositFailed",
    "DepositSucceeded",
    "DgsPay",
    "DgsPayError",
    "DisbursementFailed",
    "DisbursementSucceeded",
    "Disbursements",
    "EncryptedCard",
    "EncryptedPin",
    "ErrorInfo",
    "Event",
    "FeeQuote",
    "FeeSchedule",
    "FeeTier",
    "IdempotencyError",
    "InsufficientFundsError",
    "InternalError",
    "Money",
    "NextAction",
    "NotFoundError",
    "OutcomeUnknownError",
    "PaymentFailed",
    "PaymentLink",
    "PaymentLinkDetails",
    "PaymentLinkPage",
    "PaymentLinkStats",
    "PaymentLinks",
    "PaymentSucceeded",
    "Payout",
    "PermissionError",
    "PhoneNumber",
    "RateLimitError",
    "RecentCharge",
    "Recipient",
    "RohoBalance",
    "RohoPay",
    "RohoTransaction",
    "RohoTransactionPage",
    "ServiceError",
    "SignatureError",
    "Transaction",
    "TransactionPage",
    "Transactions",
    "UnknownEvent",
    "ValidationError",
    "Wallet",
    "Webhook",
    "WithdrawalFailed",
    "WithdrawalSucceeded",
    "YearMonth",
    "__version__",
]

_LATER = {
    "Banks": "_sync.banks",
    "Charges": "_sync.charges",
    "Disbursements": "_sync.disbursements",
    "PaymentLinks": "_sync.payment_links",
    "RohoPay": "_sync.roho",
    "Transactions": "_sync.transactions",
    "Wallet": "_sync.wallet",
    "AsyncDgsPay": "_async.client",
    "AsyncBanks": "_async.banks",
    "AsyncCharges": "_async.charges",
    "AsyncDisbursements": "_async.disbursements",
    "AsyncPaymentLinks": "_async.payment_links",
    "AsyncRohoPay": "_async.roho",
    "AsyncTransactions": "_async.transactions",
    "AsyncWallet": "_async.wallet",
}
"""What not every program needs, and the module where it stands: imported when it is first asked for."""


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(__import__(f"{__name__}.{_LATER[name]}", fromlist=[name]), name)
    _introduce(value)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _introduce(value: object) -> None:
    """Show people `dgspay.ValidationError` in tracebacks and pickles, not the file where it stands."""
    if isinstance(value, type) and value.__module__.startswith("dgspay."):
        value.__module__ = __name__


for _name in __all__:
    if _name not in _LATER:
        _introduce(globals()[_name])

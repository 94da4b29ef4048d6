"""
The private native module of `dgspay`; use the package.
"""

from _typeshed import SupportsGetItem
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, SupportsFloat, SupportsIndex, final
from typing_extensions import disjoint_base

__all__ = ["Balance", "Call", "Charge", "Client", "Completions", "Customer", "ErrorInfo", "Event", "MobileMoneyCharge", "Money", "NextAction", "PhoneNumber", "Transaction", "TransactionPage", "Webhook", "explain", "panic_for_tests", "words"]

@final
class Balance:
    """
    The wallet's balance in one currency.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, currency: str, pending: Money, available: Money, total: Money) -> Balance: ...
    def __repr__(self, /) -> str: ...
    @property
    def available(self, /) -> Money:
        """
        Can be paid out now.
        """
    @property
    def currency(self, /) -> str:
        """
        The currency.
        """
    @property
    def pending(self, /) -> Money:
        """
        Received, not settled yet.
        """
    @property
    def total(self, /) -> Money:
        """
        Both together.
        """

@final
class Call:
    """
    A call that was prepared. Waiting for it, either way, is what sends it.
    """
    def cancel(self, /) -> None:
        """
        Says that nobody waits any more. A read is given up; a payment goes on. Either way the call ends at once for the
        caller, with what is known.
        """
    def start(self, /, completions: Completions, number: SupportsIndex) -> None:
        """
        Makes the call; its end comes to `completions` under this number.
        """
    def wait(self, /) -> "object":
        """
        Makes the call and waits for its end, ready for signals: Ctrl-C ends the waiting.
        """

@final
class Charge:
    """
    A charge as the service last told it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, reference: str, amount: Money, status: str, paid: bool, method: str, raw: str, transaction_id: str | None = None, next_action: NextAction | None = None, display_text: str | None = None, network: str | None = None, phone: PhoneNumber | str | None = None, processor_response: str | None = None, issuer_response_type: str | None = None, issuer_response_code: str | None = None, token: str | None = None) -> Charge: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> Money:
        """
        What was asked for.
        """
    @property
    def display_text(self, /) -> str | None:
        """
        A text for the payer.
        """
    @property
    def issuer_response_code(self, /) -> str | None:
        """
        The issuer's code, such as `05`. It does not tell a reason (C-14).
        """
    @property
    def issuer_response_type(self, /) -> str | None:
        """
        The kind of the issuer's answer, such as `declined`.
        """
    @property
    def method(self, /) -> str:
        """
        How it is paid.
        """
    @property
    def network(self, /) -> str | None:
        """
        The wallet that paid.
        """
    @property
    def next_action(self, /) -> NextAction | None:
        """
        What the payer still has to do.
        """
    @property
    def paid(self, /) -> bool:
        """
        True only when the money was taken: `successful`, and nothing left for the payer to do.
        """
    @property
    def phone(self, /) -> PhoneNumber | None:
        """
        The number that paid.
        """
    @property
    def processor_response(self, /) -> str | None:
        """
        Why it failed, in the provider's words.
        """
    @property
    def raw(self, /) -> str:
        """
        The answer as it arrived.
        """
    @property
    def reference(self, /) -> str:
        """
        The service's reference, the same in the webhook.
        """
    @property
    def status(self, /) -> str:
        """
        Where it stands. `pending` is not paid.
        """
    @property
    def token(self, /) -> str | None:
        """
        The value of `dgspay_token` in the callback URL, if one was given.
        """
    @property
    def transaction_id(self, /) -> str | None:
        """
        The service's number of the transaction.
        """

@final
class Client:
    """
    A client of DGS-Pay; it holds the credentials and shows none of them.
    """
    def __new__(cls, /, api_key: str | None, account_number: str | None, environment: str | None, base_url: str | None, timeout: SupportsFloat | SupportsIndex | None, max_retries: int | None, user_agent: str | None) -> Client:
        """
        Checks the settings; what is not given comes from the environment.
        """
    def __repr__(self, /) -> str: ...
    def balances(self, /, timeout: SupportsFloat | SupportsIndex | None, max_retries: int | None, idempotency_key: str | None) -> Call:
        """
        `GET /balance`.
        """
    def create_mobile_money(self, /, charge: MobileMoneyCharge, timeout: SupportsFloat | SupportsIndex | None, max_retries: int | None, idempotency_key: str | None) -> Call:
        """
        `POST /charges`.
        """
    @property
    def environment(self, /) -> str:
        """
        Which environment it talks to.
        """
    def get_transaction(self, /, reference: str, timeout: SupportsFloat | SupportsIndex | None, max_retries: int | None, idempotency_key: str | None) -> Call:
        """
        `GET /transactions/{reference}`.
        """
    def list_transactions(self, /, page: int | None, limit: int | None, status: str | None, reference: str | None, payment_link_id: str | None, flw_reference: str | None, timeout: SupportsFloat | SupportsIndex | None, max_retries: int | None, idempotency_key: str | None) -> Call:
        """
        `GET /transactions`.
        """
    def wait_for_charge(self, /, charge: Charge, timeout: SupportsFloat | SupportsIndex) -> Call:
        """
        Looks a charge up until it has ended or the time is up.
        """

@final
class Completions:
    """
    The ended calls of one event loop. A thread of the core leaves an end here and wakes the loop; the loop's own thread
    takes it and turns it into Python objects.
    """
    def __new__(cls, /) -> Completions: ...
    def close(self, /) -> None:
        """
        Ends `wait`.
        """
    def fileno(self, /) -> int:
        """
        What becomes readable when calls have ended, for `add_reader`; without sockets of this kind there is `wait`.
        """
    def take(self, /) -> "list[tuple[int, object, BaseException | None]]":
        """
        The calls that have ended: number, result, error.
        """
    def wait(self, /) -> bool:
        """
        Blocks until calls have ended; false when there is nothing more to wait for.
        """

@final
class Customer:
    """
    Who pays.
    """
    __match_args__: Final[tuple[str, str, str, str]]
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, first_name: str, last_name: str, email: str, phone: PhoneNumber | str | None = None) -> Customer: ...
    def __repr__(self, /) -> str: ...
    @property
    def email(self, /) -> str:
        """
        E-mail address.
        """
    @property
    def first_name(self, /) -> str:
        """
        First name.
        """
    @property
    def last_name(self, /) -> str:
        """
        Last name.
        """
    @property
    def phone(self, /) -> PhoneNumber | None:
        """
        The customer's own number, if it is not the one that pays.
        """

@final
class ErrorInfo:
    """
    Everything an error says, as plain data.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, code: str, class_name: str, message: str, outcome: str, attempts: SupportsIndex, http_status: SupportsIndex | None = None, service_code: str | None = None, field: str | None = None, request_id: str | None = None, reference: str | None = None, token: str | None = None, retry_after: SupportsIndex | None = None, available: Money | None = None, required: Money | None = None, raw: str | None = None) -> ErrorInfo: ...
    def __repr__(self, /) -> str: ...
    @property
    def attempts(self, /) -> int:
        """
        How many times the request was sent or tried to be sent.
        """
    @property
    def available(self, /) -> Money | None:
        """
        What the wallet holds.
        """
    @property
    def class_name(self, /) -> str:
        """
        The class, such as `OutcomeUnknownError`.
        """
    @property
    def code(self, /) -> str:
        """
        The stable code, such as `connect_failed`; the list is in `docs/errors.md`.
        """
    @property
    def field(self, /) -> str | None:
        """
        The argument that was refused.
        """
    @property
    def http_status(self, /) -> int | None:
        """
        The HTTP status of the answer, if one arrived.
        """
    @property
    def message(self, /) -> str:
        """
        One line for people: what happened, whether money may have moved, what to do, and the facts in brackets.
        """
    @property
    def outcome(self, /) -> str:
        """
        What is known about the money.
        """
    @property
    def raw(self, /) -> str | None:
        """
        The answer's body as it arrived, at most 4 KiB of it.
        """
    @property
    def reference(self, /) -> str | None:
        """
        The service's reference of the payment, if the answer carried one.
        """
    @property
    def request_id(self, /) -> str | None:
        """
        The identifier of this request that the service gave, if it did.
        """
    @property
    def required(self, /) -> Money | None:
        """
        What the call needs.
        """
    @property
    def retry_after(self, /) -> int | None:
        """
        How many seconds to wait before the next request, if the service said so.
        """
    @property
    def service_code(self, /) -> str | None:
        """
        The service's own code, such as `91`, as it was sent.
        """
    @property
    def token(self, /) -> str | None:
        """
        What ties the webhook of this call to it: the value of `dgspay_token` in the callback URL that was sent.
        """

@disjoint_base
class Event:
    """
    A verified webhook.

    Deliveries are at least once, in any order, and carry neither an id nor a time that could be trusted: remember every
    `dedupe_key` you have handled for as long as the secret lives, and compare amount and currency with your own order
    before you ship.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def kind(self, /) -> str:
        """
        The name on the wire; `unknown` for what this version does not know.
        """
    @final
    class PaymentFailed(Event):
        """
        A payment failed; no money moved. The same payment may still succeed later.
        """
        __match_args__: Final = ("reference", "amount", "charge_id", "timestamp", "environment", "dedupe_key", "secret_index", "raw")
        def __new__(cls, /, *, reference: str, amount: Money, charge_id: str | None = None, timestamp: datetime | None = None, environment: str | None = None, dedupe_key: str, secret_index: SupportsIndex, raw: str) -> Event.PaymentFailed: ...
        @property
        def amount(self, /) -> Money:
            """
            What the payer was to pay.
            """
        @property
        def charge_id(self, /) -> str | None:
            """
            The charge's number at the provider underneath.
            """
        @property
        def dedupe_key(self, /) -> str:
            """
            The same for every delivery of this event, and different for every other event.
            """
        @property
        def environment(self, /) -> str | None:
            """
            Where it happened: check that it is the environment you expect.
            """
        @property
        def raw(self, /) -> str:
            """
            The body as it arrived.
            """
        @property
        def reference(self, /) -> str:
            """
            The service's reference of the payment.
            """
        @property
        def secret_index(self, /) -> int:
            """
            Which of the secrets given to `Webhook` signed it, counted from 0.
            """
        @property
        def timestamp(self, /) -> datetime | None:
            """
            When it happened, by the service's clock.
            """
    @final
    class PaymentSucceeded(Event):
        """
        A payment was made; the wallet gets `net_amount`.
        """
        __match_args__: Final = ("reference", "amount", "merchant_fee", "net_amount", "charge_id", "timestamp", "environment", "dedupe_key", "secret_index", "raw")
        def __new__(cls, /, *, reference: str, amount: Money, merchant_fee: Money | None = None, net_amount: Money | None = None, charge_id: str | None = None, timestamp: datetime | None = None, environment: str | None = None, dedupe_key: str, secret_index: SupportsIndex, raw: str) -> Event.PaymentSucceeded: ...
        @property
        def amount(self, /) -> Money:
            """
            What the payer paid.
            """
        @property
        def charge_id(self, /) -> str | None:
            """
            The charge's number at the provider underneath.
            """
        @property
        def dedupe_key(self, /) -> str:
            """
            The same for every delivery of this event, and different for every other event.
            """
        @property
        def environment(self, /) -> str | None:
            """
            Where it happened: check that it is the environment you expect.
            """
        @property
        def merchant_fee(self, /) -> Money | None:
            """
            What the service keeps of it.
            """
        @property
        def net_amount(self, /) -> Money | None:
            """
            What the wallet gets.
            """
        @property
        def raw(self, /) -> str:
            """
            The body as it arrived.
            """
        @property
        def reference(self, /) -> str:
            """
            The service's reference of the payment.
            """
        @property
        def secret_index(self, /) -> int:
            """
            Which of the secrets given to `Webhook` signed it, counted from 0.
            """
        @property
        def timestamp(self, /) -> datetime | None:
            """
            When it happened, by the service's clock.
            """
    @final
    class Unknown(Event):
        """
        An event that this version does not know. It is genuine: answer 200, and keep it.
        """
        __match_args__: Final = ("event", "reference", "dedupe_key", "secret_index", "raw")
        def __new__(cls, /, *, event: str, reference: str | None = None, dedupe_key: str, secret_index: SupportsIndex, raw: str) -> Event.Unknown: ...
        @property
        def dedupe_key(self, /) -> str:
            """
            The same for every delivery of this event, and different for every other event.
            """
        @property
        def event(self, /) -> str:
            """
            The event's name as it was sent.
            """
        @property
        def raw(self, /) -> str:
            """
            The body as it arrived.
            """
        @property
        def reference(self, /) -> str | None:
            """
            The service's reference, if the body has one.
            """
        @property
        def secret_index(self, /) -> int:
            """
            Which of the secrets given to `Webhook` signed it, counted from 0.
            """

@final
class MobileMoneyCharge:
    """
    A request for a mobile-money payment. Rwanda and RWF only; the payer gets a push on the phone and enters the PIN there.
    """
    __match_args__: Final[tuple[str, str, str, str, str, str, str, str]]
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, amount: Money, phone: PhoneNumber | str, network: str, customer: Customer, redirect_url: str, narration: str | None = None, callback_url: str | None = None, scenario_key: str | None = None) -> MobileMoneyCharge: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> Money:
        """
        What is asked for, in RWF.
        """
    @property
    def callback_url(self, /) -> str | None:
        """
        Where the webhook of this payment goes, in place of the account's own URL. The client adds the query parameter
        `dgspay_token`, which ties the webhook to this call even if its answer is lost.
        """
    @property
    def customer(self, /) -> Customer:
        """
        Who pays.
        """
    @property
    def narration(self, /) -> str | None:
        """
        What the payer is shown, such as `Order 1042`.
        """
    @property
    def network(self, /) -> str:
        """
        The wallet: MTN or Airtel.
        """
    @property
    def phone(self, /) -> PhoneNumber:
        """
        The Rwandan number that gets the push.
        """
    @property
    def redirect_url(self, /) -> str:
        """
        Where the payer lands afterwards.
        """
    @property
    def scenario_key(self, /) -> str | None:
        """
        What the sandbox shall play, such as `scenario:auth_pin`; refused in production.
        """

@final
class Money:
    """
    An exact amount in the currency's major units: 2000 RWF are two thousand Rwandan francs, as both services speak them.
    It never has more fraction digits than its currency.

    Source: `protocol/facts-east-africa.md` §4.
    """
    __match_args__: Final[tuple[str, str]]
    def __add__(self, other: object, /) -> Money: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[str, str]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, amount: Decimal | int | str, currency: str) -> Money: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def __sub__(self, other: object, /) -> Money: ...
    @property
    def amount(self, /) -> Decimal:
        """
        The amount in major units.
        """
    def compare(self, /, other: Money) -> int:
        """
        -1, 0 or 1: whether this amount is less than the other, the same, or more. Currencies must be the same.
        """
    @property
    def currency(self, /) -> str:
        """
        The currency's ISO code.
        """
    def plain_amount(self, /) -> str:
        """
        The amount alone, without trailing zeros.
        """

@final
class NextAction:
    """
    What the payer still has to do.
    """
    __match_args__: Final[tuple[str, str, str]]
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, kind: str, url: str | None = None, text: str | None = None) -> NextAction: ...
    def __repr__(self, /) -> str: ...
    @property
    def kind(self, /) -> str:
        """
        What it is; one that this version does not know is kept as it was sent.
        """
    @property
    def text(self, /) -> str | None:
        """
        A text for the payer.
        """
    @property
    def url(self, /) -> str | None:
        """
        The page to send the payer to.
        """

@final
class PhoneNumber:
    """
    A mobile number.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[str]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, text: str, country: str = "RW") -> PhoneNumber: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def country(self, /) -> str:
        """
        The country's ISO code.
        """
    @property
    def country_code(self, /) -> str:
        """
        The country code without `+`, such as `250`.
        """
    @property
    def e164(self, /) -> str:
        """
        The international form, such as `+250788123456`.
        """
    @property
    def national(self, /) -> str:
        """
        The nine digits without country code and leading zero.
        """
    @property
    def network(self, /) -> str | None:
        """
        The network that the prefix suggests. Never refuse a payment for it: numbers move between networks.
        """

@final
class Transaction:
    """
    A transaction. The service documents neither which fields a single one has nor that they are always there.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, id: str | None = None, reference: str | None = None, transaction_id: str | None = None, amount: Money | None = None, status: str, method: str | None = None, created_at: datetime | None = None, merchant_fee: Money | None = None, net_amount: Money | None = None, settlement_status: str | None = None, payment_link_id: str | None = None, flw_reference: str | None = None, raw: str) -> Transaction: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> Money | None:
        """
        The gross amount.
        """
    @property
    def created_at(self, /) -> datetime | None:
        """
        When it was made. The service does not say in which zone.
        """
    @property
    def flw_reference(self, /) -> str | None:
        """
        The reference of the provider underneath.
        """
    @property
    def id(self, /) -> str | None:
        """
        The transaction's identifier.
        """
    @property
    def merchant_fee(self, /) -> Money | None:
        """
        What the service keeps.
        """
    @property
    def method(self, /) -> str | None:
        """
        How it was paid.
        """
    @property
    def net_amount(self, /) -> Money | None:
        """
        What the wallet gets.
        """
    @property
    def payment_link_id(self, /) -> str | None:
        """
        The payment link it came through.
        """
    @property
    def raw(self, /) -> str:
        """
        The record as it arrived.
        """
    @property
    def reference(self, /) -> str | None:
        """
        The service's reference.
        """
    @property
    def settlement_status(self, /) -> str | None:
        """
        Whether the money can be paid out yet, in the service's words.
        """
    @property
    def status(self, /) -> str:
        """
        Where it stands; empty if the service did not say.
        """
    @property
    def transaction_id(self, /) -> str | None:
        """
        The service's number of the transaction.
        """

@final
class TransactionPage:
    """
    One page of transactions, the newest first.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, transactions: SupportsGetItem[int, Transaction], page: SupportsIndex, pages: SupportsIndex, total: SupportsIndex, next_page: SupportsIndex | None = None) -> TransactionPage: ...
    def __repr__(self, /) -> str: ...
    @property
    def next_page(self, /) -> int | None:
        """
        The page after this one, if there is one.
        """
    @property
    def page(self, /) -> int:
        """
        Which page it is, counted from 1.
        """
    @property
    def pages(self, /) -> int:
        """
        How many pages there are.
        """
    @property
    def total(self, /) -> int:
        """
        How many transactions there are on all pages.
        """
    @property
    def transactions(self, /) -> list[Transaction]:
        """
        The transactions.
        """

@final
class Webhook:
    """
    Verifies webhooks and reads them as events.

    Give it every secret that is in use: while a secret is being replaced, deliveries signed with the old one and with the
    new one arrive side by side, and the event's `secret_index` says which one it was. Without an argument the secrets
    come from `DGSPAY_WEBHOOK_SECRET`, separated by commas.

    Raises `ConfigError` if there is no secret, or one is blank, shorter than 8 bytes, or a placeholder: an empty secret
    would let anybody sign.
    """
    def __new__(cls, /, secrets: str | Iterable[str] | None = None) -> Webhook: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def from_env() -> Webhook:
        """
        A verifier with the secrets of `DGSPAY_WEBHOOK_SECRET`.
        """
    @staticmethod
    def sign(secret: str, body: "bytes | bytearray | memoryview | str") -> str:
        """
        The signature that DGS-Pay would send with this body, for tests of your own receiver.
        """
    def verify(self, /, body: "bytes | bytearray | memoryview", signature: "str | bytes | None") -> "Event.PaymentSucceeded | Event.PaymentFailed | Event.Unknown":
        """
        Checks the signature of the raw body, then reads the event.

        `body` is the bytes of the request as they arrived, before any parsing; `signature` is the header
        X-DGS-Signature, None if there is none. Raises `SignatureError` (answer 401) or `DecodeError`, and nothing else,
        whatever comes in.
        """

def explain(stopped: BaseException, ended: Any) -> None:
    """
    Adds to an exception that has ended the waiting what the call's end says of the money.
    """

def panic_for_tests() -> Call:
    """
    The core's planted panic, to show that a panic ends as a typed error.
    """

def words() -> dict[str, list[str]]:
    """
    The words that the service is known to use, for the test that holds `dgspay._words` to them.
    """

"""
The private native module of `dgspay`; use the package.
"""

from _typeshed import SupportsGetItem
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, SupportsFloat, SupportsIndex, final
from typing_extensions import disjoint_base

__all__ = ["__version__", "Balance", "Bank", "BankPayout", "BillingAddress", "Call", "CardCharge", "CardEncryptor", "CardEntry", "CardExpiryEntry", "CardNumberEntry", "Charge", "CheckoutRequest", "CheckoutReturn", "CheckoutSession", "Client", "CollectionRequest", "Completions", "Conversion", "ConversionPreview", "Customer", "DisbursementRequest", "EncryptedCard", "EncryptedPin", "ErrorInfo", "Event", "FeeQuote", "FeeSchedule", "FeeTier", "MobileMoneyCharge", "MobileMoneyPayout", "Money", "NewPaymentLink", "NextAction", "PaymentLink", "PaymentLinkDetails", "PaymentLinkFilter", "PaymentLinkPage", "PaymentLinkStats", "PaymentLinkUpdate", "Payout", "PhoneNumber", "RecentCharge", "Recipient", "RohoBalance", "RohoClient", "RohoTransaction", "RohoTransactionFilter", "RohoTransactionPage", "Transaction", "TransactionFilter", "TransactionPage", "Webhook", "YearMonth", "hmac_for_tests", "json_text", "panic_for_tests", "seal_for_tests", "words"]

__version__: Final[str]

@final
class Balance:
    """
    The wallet's balance in one currency.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, currency: str, pending: Money | Decimal | int | str, available: Money | Decimal | int | str, total: Money | Decimal | int | str) -> Balance: ...
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
class Bank:
    """
    A bank or a mobile-money provider. The list changes: fetch it when you need it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, bank_key: str, name: str, destination_type: str, branch_required: bool, raw: str, currency: str | None = None, code: str | None = None, network: str | None = None) -> Bank: ...
    def __repr__(self, /) -> str: ...
    @property
    def bank_key(self, /) -> str:
        """
        What a payout names it by.
        """
    @property
    def branch_required(self, /) -> bool:
        """
        Whether a payout to it must name the branch.
        """
    @property
    def code(self, /) -> str | None:
        """
        A bank's national code.
        """
    @property
    def currency(self, /) -> str | None:
        """
        The currency of its accounts.
        """
    @property
    def destination_type(self, /) -> str:
        """
        Whether it is a bank or a mobile-money provider.
        """
    @property
    def name(self, /) -> str:
        """
        Its name, for people.
        """
    @property
    def network(self, /) -> str | None:
        """
        A mobile-money provider's network.
        """
    @property
    def raw(self, /) -> str:
        """
        The record as it arrived.
        """

@final
class BankPayout:
    """
    A payout to a bank account.
    """
    __match_args__: Final[tuple[str, str, str, str, str, str, str, str]]
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, amount: Money | Decimal | int | str, bank_key: str, account_number: str, name: str | None = None, branch: str | None = None, narration: str | None = None, callback_url: str | None = None, scenario_key: str | None = None) -> BankPayout: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_number(self, /) -> str:
        """
        The recipient's account.
        """
    @property
    def amount(self, /) -> Money:
        """
        What leaves the wallet, in RWF. The fee is taken from what arrives: [`FeeSchedule`](crate::FeeSchedule) grosses up.
        """
    @property
    def bank_key(self, /) -> str:
        """
        The bank, by its key in the list of banks.
        """
    @property
    def branch(self, /) -> str | None:
        """
        The branch, which some banks require.
        """
    @property
    def callback_url(self, /) -> str | None:
        """
        Where the webhook of this payout goes, in place of the account's own URL. The client adds the query parameter
        `dgspay_token`, which ties the webhook to this call even if its answer is lost.
        """
    @property
    def name(self, /) -> str | None:
        """
        The recipient's name.
        """
    @property
    def narration(self, /) -> str | None:
        """
        What stands on the recipient's statement.
        """
    @property
    def scenario_key(self, /) -> str | None:
        """
        What the sandbox shall play, such as `scenario:insufficient_balance`; refused in production.
        """

@final
class BillingAddress:
    """
    The address that the card's bank knows. The bank may refuse a payment if it is incomplete: give all there is.
    """
    __match_args__: Final[tuple[str, str, str, str, str, str]]
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, line1: str, country: str, line2: str | None = None, city: str | None = None, state: str | None = None, postal_code: str | None = None) -> BillingAddress: ...
    def __repr__(self, /) -> str: ...
    @property
    def city(self, /) -> str | None:
        """
        Town.
        """
    @property
    def country(self, /) -> str:
        """
        The country's two-letter ISO code, such as `RW`.
        """
    @property
    def line1(self, /) -> str:
        """
        Street and number.
        """
    @property
    def line2(self, /) -> str | None:
        """
        Flat, floor or building.
        """
    @property
    def postal_code(self, /) -> str | None:
        """
        Postal code.
        """
    @property
    def state(self, /) -> str | None:
        """
        State or province.
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
    def explain(self, /, stopped: BaseException, ended: Any) -> None:
        """
        Adds to an exception that has ended the waiting what the call's end says of what was done.
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
class CardCharge:
    """
    A request for a card payment. The card was encrypted where it was typed ([`CardEncryptor`](crate::CardEncryptor)).
    """
    __match_args__: Final[tuple[str, str, str, str, str, str, str]]
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, amount: Money | Decimal | int | str, card: EncryptedCard, customer: Customer, redirect_url: str, narration: str | None = None, callback_url: str | None = None, scenario_key: str | None = None) -> CardCharge: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> Money:
        """
        What is asked for.
        """
    @property
    def callback_url(self, /) -> str | None:
        """
        Where the webhook of this payment goes, in place of the account's own URL. The client adds the query parameter
        `dgspay_token`, which ties the webhook to this call even if its answer is lost.
        """
    @property
    def card(self, /) -> EncryptedCard:
        """
        The card, as only the service can read it.
        """
    @property
    def customer(self, /) -> Customer:
        """
        Who pays; the service wants a phone number of a card's holder too.
        """
    @property
    def narration(self, /) -> str | None:
        """
        What the payer is shown, such as `Order 1042`.
        """
    @property
    def redirect_url(self, /) -> str:
        """
        Where the payer lands after the bank's page.
        """
    @property
    def scenario_key(self, /) -> str | None:
        """
        What the sandbox shall play, such as `scenario:auth_3ds&issuer:approved`; refused in production.
        """

@final
class CardEncryptor:
    """
    Encrypts cards and PINs for the service.

    Better than a server that encrypts is one that never sees a card: let the page or the app do it, and pass on what it
    sends as an `EncryptedCard`. A server that has seen a card is under the rules for those who process them (PCI DSS).

    The encryption key is the merchant's, as Settings, API Settings shows it; without an argument it is that of
    `DGSPAY_ENCRYPTION_KEY`. It is symmetric: whoever holds it can also decrypt. `nonce_format` is "hex12", or "hex24".

    Raises `ConfigError` if the key is missing, not base64 of 32 bytes, or a placeholder.
    """
    def __new__(cls, /, encryption_key: str | None = None, *, nonce_format: str | None = None) -> CardEncryptor: ...
    def __repr__(self, /) -> str: ...
    def encrypt(self, /, number: str, expiry_month: str | int, expiry_year: str | int, cvv: str) -> EncryptedCard:
        """
        Encrypts a card, for `charges.create_card`.

        The number may have spaces and dashes, the month one digit, the year two. Raises `ValidationError` with the name
        of the `field`; what was typed does not stand in it. A number that fails its check digit passes with a `warning`.
        """
    def encrypt_pin(self, /, pin: str) -> EncryptedPin:
        """
        Encrypts a card's PIN, for `charges.authorize_pin`. Raises `ValidationError` if it is not 4 to 12 digits.
        """
    @staticmethod
    def from_env(*, nonce_format: str | None = None) -> CardEncryptor:
        """
        An encryptor with the key of `DGSPAY_ENCRYPTION_KEY`.
        """

@final
class CardEntry:
    """
    What the fields of a card show while somebody types. It refuses nothing, whatever was typed.

    A field's text goes in as it stands after the last key, with its caret; what the field should show comes out. A caret is
    counted as the fields of pages and apps count it, in UTF-16 units; without one it stands behind the text.
    """
    @staticmethod
    def expiry(typed: str, caret: SupportsIndex | None = None, today: YearMonth | None = None) -> CardExpiryEntry:
        """
        What the field of the expiry shows: `12/28`, however it was typed or pasted (`1228`, `12/2028`, `2028-12`). `today` is
        the month that a card must not have expired in; without it, that of the machine's clock.
        """
    @staticmethod
    def number(typed: str, caret: SupportsIndex | None = None) -> CardNumberEntry:
        """
        What the field of the number shows: groups as they stand on the card, no more digits than its brand has.
        """

@final
class CardExpiryEntry:
    """
    What the field of a card's expiry shows, and what it means. It is card data: never log or store it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, text: str, caret: SupportsIndex, complete: bool, expired: bool, month: SupportsIndex | None = None, year: SupportsIndex | None = None) -> CardExpiryEntry: ...
    def __repr__(self, /) -> str: ...
    @property
    def caret(self, /) -> int:
        """
        Where its caret belongs.
        """
    @property
    def complete(self, /) -> bool:
        """
        Whether month and year are both there.
        """
    @property
    def expired(self, /) -> bool:
        """
        Whether that month has passed. The issuer has the last word: the clock may be wrong.
        """
    @property
    def month(self, /) -> int | None:
        """
        The month, 1 to 12.
        """
    @property
    def text(self, /) -> str:
        """
        What the field shows, such as `12/28`, or the beginning of it.
        """
    @property
    def year(self, /) -> int | None:
        """
        The year, with all four digits.
        """

@final
class CardNumberEntry:
    """
    What the field of a card's number shows, and what is known of the number. It is card data: never log or store it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, text: str, caret: SupportsIndex, complete: bool, may_be_mistyped: bool, security_code_length: SupportsIndex, brand: str | None = None) -> CardNumberEntry: ...
    def __repr__(self, /) -> str: ...
    @property
    def brand(self, /) -> str | None:
        """
        The brand, once the digits tell it.
        """
    @property
    def caret(self, /) -> int:
        """
        Where its caret belongs.
        """
    @property
    def complete(self, /) -> bool:
        """
        Whether the brand has numbers of this length. Some brands have longer ones too.
        """
    @property
    def may_be_mistyped(self, /) -> bool:
        """
        Whether it is complete and its check digit does not fit: worth a hint when the field is left, and never a refusal.
        """
    @property
    def security_code_length(self, /) -> int:
        """
        How many digits the security code on the card has: 4 on American Express, else 3.
        """
    @property
    def text(self, /) -> str:
        """
        What the field shows: the digits in the groups that stand on the card.
        """

@final
class Charge:
    """
    A charge as the service last told it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, reference: str, amount: Money | Decimal | int | str, status: str, paid: bool, method: str, raw: str, transaction_id: str | None = None, next_action: NextAction | None = None, display_text: str | None = None, network: str | None = None, phone: PhoneNumber | str | None = None, processor_response: str | None = None, issuer_response_type: str | None = None, issuer_response_code: str | None = None, token: str | None = None) -> Charge: ...
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
class CheckoutRequest:
    """
    A request for a card payment. The card goes to the service as it is: make this call on a server that may see cards (PCI
    DSS), and never log what is in it.
    """
    __match_args__: Final[tuple[str, str, str, str, str, str, str, str, str]]
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, amount: Money | Decimal | int | str, customer_name: str, customer_email: str, return_url: str, card_number: str, card_expiry: str, card_cvv: str, description: str | None = None, callback_url: str | None = None) -> CheckoutRequest: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> Money:
        """
        What is asked for, in whole UGX, KES, TZS or RWF.
        """
    @property
    def callback_url(self, /) -> str | None:
        """
        Where the webhook of this payment goes: https.
        """
    @property
    def card_cvv(self, /) -> str:
        """
        Its security code: 3 digits.
        """
    @property
    def card_expiry(self, /) -> str:
        """
        Its end, such as `10/26`.
        """
    @property
    def card_number(self, /) -> str:
        """
        The card's number: 16 digits.
        """
    @property
    def customer_email(self, /) -> str:
        """
        The payer's e-mail address.
        """
    @property
    def customer_name(self, /) -> str:
        """
        Who pays.
        """
    @property
    def description(self, /) -> str | None:
        """
        What it is for, at most 255 characters.
        """
    @property
    def return_url(self, /) -> str:
        """
        Where the payer lands after the bank's page, whatever the result.
        """

@final
class CheckoutReturn:
    """
    What stands in the address that a payer comes back to. Anybody can write such an address: it is a hint for the page that
    you show, never a proof of payment. Wait for the webhook, or look the transaction up.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, claimed_status: str, internal_reference: str | None = None, order_reference: str | None = None) -> CheckoutReturn: ...
    def __repr__(self, /) -> str: ...
    @property
    def claimed_status(self, /) -> str:
        """
        What the address claims.
        """
    @property
    def internal_reference(self, /) -> str | None:
        """
        RohoPay's own reference.
        """
    @property
    def order_reference(self, /) -> str | None:
        """
        The provider's reference.
        """
    @staticmethod
    def parse(return_url: str) -> CheckoutReturn:
        """
        Reads it from text. Raises `ValidationError` if that cannot be read.
        """

@final
class CheckoutSession:
    """
    A card payment that has begun: send the payer's whole browser to `payment_url`.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, status: str, payment_url: str, raw: str, internal_reference: str | None = None, transaction_id: str | None = None, amount: Money | Decimal | int | str | None = None, idempotency_key: str | None = None) -> CheckoutSession: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> Money | None:
        """
        What is asked for.
        """
    @property
    def idempotency_key(self, /) -> str | None:
        """
        The key that it was sent under.
        """
    @property
    def internal_reference(self, /) -> str | None:
        """
        RohoPay's own reference, the same in the webhook.
        """
    @property
    def payment_url(self, /) -> str:
        """
        The bank's page: good once. Never store it, and never show it in a frame.
        """
    @property
    def raw(self, /) -> str:
        """
        The answer as it arrived.
        """
    @property
    def status(self, /) -> str:
        """
        Where it stands.
        """
    @property
    def transaction_id(self, /) -> str | None:
        """
        The transaction's identifier.
        """

@final
class Client:
    """
    A client of DGS-Pay; it holds the credentials and shows none of them.
    """
    def __new__(cls, /, api_key: str | None, account_number: str | None, environment: str | None, base_url: str | None, timeout: SupportsFloat | SupportsIndex | None, max_retries: SupportsIndex | None, user_agent: str | None) -> Client:
        """
        Checks the settings; what is not given comes from the environment.
        """
    def __repr__(self, /) -> str: ...
    def archive_payment_link(self, /, id: str, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `DELETE /payment-links/{id}`.
        """
    def authorize_avs(self, /, reference: str, address: BillingAddress, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `POST /authorize`.
        """
    def authorize_otp(self, /, reference: str, otp: str, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `POST /authorize`.
        """
    def authorize_pin(self, /, reference: str, pin: EncryptedPin, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `POST /authorize`.
        """
    def balances(self, /, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `GET /balance`.
        """
    def convert(self, /, amount: Money | Decimal | int | str, to: str, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `POST /convert`.
        """
    def create_card(self, /, charge: CardCharge, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `POST /charges`.
        """
    def create_mobile_money(self, /, charge: MobileMoneyCharge, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `POST /charges`.
        """
    def create_payment_link(self, /, link: NewPaymentLink, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `POST /payment-links`.
        """
    @property
    def environment(self, /) -> str:
        """
        Which environment it talks to.
        """
    def get_payment_link(self, /, id: str, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `GET /payment-links/{id}`.
        """
    def get_transaction(self, /, reference: str, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `GET /transactions/{reference}`.
        """
    def list_banks(self, /, country: str, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `GET /banks/{country}`.
        """
    def list_payment_links(self, /, filter: PaymentLinkFilter, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `GET /payment-links`.
        """
    def list_transactions(self, /, filter: TransactionFilter, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `GET /transactions`.
        """
    def preview_conversion(self, /, amount: Money | Decimal | int | str, to: str, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `POST /convert`, to see what would be.
        """
    def to_bank(self, /, payout: BankPayout, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `POST /disburse`.
        """
    def to_mobile_money(self, /, payout: MobileMoneyPayout, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `POST /disburse`.
        """
    def update_payment_link(self, /, id: str, update: PaymentLinkUpdate, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `PATCH /payment-links/{id}`.
        """
    def wait_for_charge(self, /, charge: Charge, timeout: SupportsFloat | SupportsIndex, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        Looks a charge up until it has ended or the time is up.
        """

@final
class CollectionRequest:
    """
    A request for a mobile-money payment; the payer gets a prompt on the phone.
    """
    __match_args__: Final[tuple[str, str, str, str, str]]
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, phone: str, amount: Money | Decimal | int | str, description: str | None = None, callback_url: str | None = None, phone_as_is: bool | None = None) -> CollectionRequest: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> Money:
        """
        What is asked for, in whole UGX, KES, TZS or RWF.
        """
    @property
    def callback_url(self, /) -> str | None:
        """
        Where the webhook of this payment goes: https.
        """
    @property
    def description(self, /) -> str | None:
        """
        What it is for, at most 255 characters.
        """
    @property
    def phone(self, /) -> str:
        """
        The number that pays, in any usual spelling; one without a country code belongs to the currency's country.
        """
    @property
    def phone_as_is(self, /) -> bool | None:
        """
        Whether the number goes as it was given, unchecked: for one that this library takes for wrong and the service does not.
        """

@final
class Completions:
    """
    The ended calls of one event loop. A thread of the core leaves an end here and wakes the loop, unless it is awake; the
    loop's own thread takes it and turns it into Python objects.
    """
    def __new__(cls, /) -> Completions: ...
    @property
    def awake(self, /) -> bool:
        """
        Whether the loop has to look again: until it finds nothing, nobody wakes it.
        """
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
class Conversion:
    """
    A conversion that the service has taken on: the source is debited at once, the target credited later. How it ends, the
    webhook tells (`conversion.success` or `conversion.failed`); if the provider refuses, the source is refunded.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, reference: str, status: str, from_amount: Money | Decimal | int | str, raw: str, to_amount: Money | Decimal | int | str | None = None, rate: Decimal | int | str | None = None, fee: Money | Decimal | int | str | None = None) -> Conversion: ...
    def __repr__(self, /) -> str: ...
    @property
    def fee(self, /) -> Money | None:
        """
        What the service keeps.
        """
    @property
    def from_amount(self, /) -> Money:
        """
        What has left the wallet.
        """
    @property
    def rate(self, /) -> Decimal | None:
        """
        Units of the target for one of the source, as of this execution.
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
        Where it stands.
        """
    @property
    def to_amount(self, /) -> Money | None:
        """
        What will enter it.
        """

@final
class ConversionPreview:
    """
    What a conversion would give now. No money moves, and the rate may have changed when it does.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, from_amount: Money | Decimal | int | str, to_amount: Money | Decimal | int | str, rate: Decimal | int | str, raw: str, rate_display: str | None = None, fee: Money | Decimal | int | str | None = None) -> ConversionPreview: ...
    def __repr__(self, /) -> str: ...
    @property
    def fee(self, /) -> Money | None:
        """
        What the service keeps.
        """
    @property
    def from_amount(self, /) -> Money:
        """
        What would leave the wallet.
        """
    @property
    def rate(self, /) -> Decimal:
        """
        Units of the target for one of the source.
        """
    @property
    def rate_display(self, /) -> str | None:
        """
        The rate for people, such as `1 USD = 0.9450 EUR`.
        """
    @property
    def raw(self, /) -> str:
        """
        The answer as it arrived.
        """
    @property
    def to_amount(self, /) -> Money:
        """
        What would enter it.
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
class DisbursementRequest:
    """
    A payout to a mobile wallet. It needs a live key; the service refuses it under a test key.
    """
    __match_args__: Final[tuple[str, str, str, str, str]]
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, phone: str, amount: Money | Decimal | int | str, description: str | None = None, callback_url: str | None = None, phone_as_is: bool | None = None) -> DisbursementRequest: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> Money:
        """
        What is paid, in whole UGX, KES, TZS or RWF. The service has a minimum, and says so.
        """
    @property
    def callback_url(self, /) -> str | None:
        """
        Where the webhook of this payout goes: https.
        """
    @property
    def description(self, /) -> str | None:
        """
        What it is for.
        """
    @property
    def phone(self, /) -> str:
        """
        The number that receives, in any usual spelling; one without a country code belongs to the currency's country.
        """
    @property
    def phone_as_is(self, /) -> bool | None:
        """
        Whether the number goes as it was given, unchecked: for one that this library takes for wrong and the service does not.
        """

@final
class EncryptedCard:
    """
    A card as only the service can read it. It is still card data: never log or store it.
    """
    __match_args__: Final[tuple[str, str, str, str, str, str]]
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, number: str, expiry_month: str, expiry_year: str, cvv: str, nonce: str, warning: str | None = None) -> EncryptedCard: ...
    def __repr__(self, /) -> str: ...
    @property
    def cvv(self, /) -> str:
        """
        The security code.
        """
    @property
    def expiry_month(self, /) -> str:
        """
        The month of expiry.
        """
    @property
    def expiry_year(self, /) -> str:
        """
        The year of expiry.
        """
    @property
    def nonce(self, /) -> str:
        """
        The nonce that all four share.
        """
    @property
    def number(self, /) -> str:
        """
        The number.
        """
    @property
    def warning(self, /) -> str | None:
        """
        What the card's holder should look at again. It refuses nothing: the service decides.
        """

@final
class EncryptedPin:
    """
    A PIN as only the service can read it. Never log or store it.
    """
    __match_args__: Final[tuple[str, str]]
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, pin: str, nonce: str) -> EncryptedPin: ...
    def __repr__(self, /) -> str: ...
    @property
    def nonce(self, /) -> str:
        """
        Its nonce.
        """
    @property
    def pin(self, /) -> str:
        """
        The PIN.
        """

@final
class ErrorInfo:
    """
    Everything an error says, as plain data.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, code: str, class_name: str, message: str, outcome: str, attempts: SupportsIndex, http_status: SupportsIndex | None = None, service_code: str | None = None, field: str | None = None, request_id: str | None = None, reference: str | None = None, token: str | None = None, retry_after: SupportsIndex | None = None, available: Money | Decimal | int | str | None = None, required: Money | Decimal | int | str | None = None, raw: str | None = None) -> ErrorInfo: ...
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
        What ties the end of this call to it. DGS-Pay: the value of `dgspay_token` in the callback URL that was sent. RohoPay:
        the idempotency key, with which the same call may be repeated for 24 hours.
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
    def dedupe_key(self, /) -> str:
        """
        The same for every delivery of this event, and different for every other event.
        """
    @property
    def kind(self, /) -> str:
        """
        The name on the wire; `unknown` for what this version does not know.
        """
    @property
    def raw(self, /) -> str:
        """
        The body as it arrived.
        """
    @property
    def secret_index(self, /) -> int:
        """
        Which of the secrets given to `Webhook` signed it, counted from 0.
        """
    @final
    class ConversionFailed(Event):
        """
        A conversion has failed; the source was refunded.
        """
        __match_args__: Final = ("reference", "from_amount", "to_currency", "fail_reason", "refund", "dedupe_key", "secret_index", "raw")
        def __new__(cls, /, *, reference: str, from_amount: Money | Decimal | int | str, to_currency: str | None = None, fail_reason: str | None = None, refund: Money | Decimal | int | str | None = None, dedupe_key: str, secret_index: SupportsIndex, raw: str) -> Event.ConversionFailed: ...
        @property
        def dedupe_key(self, /) -> str:
            """
            The same for every delivery of this event, and different for every other event.
            """
        @property
        def fail_reason(self, /) -> str | None:
            """
            Why it failed, in the service's words.
            """
        @property
        def from_amount(self, /) -> Money:
            """
            What had left the wallet.
            """
        @property
        def raw(self, /) -> str:
            """
            The body as it arrived.
            """
        @property
        def reference(self, /) -> str:
            """
            The service's reference of the conversion.
            """
        @property
        def refund(self, /) -> Money | None:
            """
            What was given back.
            """
        @property
        def secret_index(self, /) -> int:
            """
            Which of the secrets given to `Webhook` signed it, counted from 0.
            """
        @property
        def to_currency(self, /) -> str | None:
            """
            What it was to become.
            """
    @final
    class ConversionSucceeded(Event):
        """
        A conversion is complete: the target currency was credited.
        """
        __match_args__: Final = ("reference", "from_amount", "to_amount", "rate", "rate_display", "dedupe_key", "secret_index", "raw")
        def __new__(cls, /, *, reference: str, from_amount: Money | Decimal | int | str, to_amount: Money | Decimal | int | str, rate: Decimal | int | str | None = None, rate_display: str | None = None, dedupe_key: str, secret_index: SupportsIndex, raw: str) -> Event.ConversionSucceeded: ...
        @property
        def dedupe_key(self, /) -> str:
            """
            The same for every delivery of this event, and different for every other event.
            """
        @property
        def from_amount(self, /) -> Money:
            """
            What left the wallet.
            """
        @property
        def rate(self, /) -> Decimal | None:
            """
            Units of the target for one of the source.
            """
        @property
        def rate_display(self, /) -> str | None:
            """
            The rate for people, such as `1 USD = 0.9450 EUR`.
            """
        @property
        def raw(self, /) -> str:
            """
            The body as it arrived.
            """
        @property
        def reference(self, /) -> str:
            """
            The service's reference of the conversion.
            """
        @property
        def secret_index(self, /) -> int:
            """
            Which of the secrets given to `Webhook` signed it, counted from 0.
            """
        @property
        def to_amount(self, /) -> Money:
            """
            What entered it.
            """
    @final
    class DepositFailed(Event):
        """
        A payment through RohoPay failed. Not every failed payment sends one: look those up that stay pending.
        """
        __match_args__: Final = ("reference", "amount", "commission_amount", "net_amount", "provider_reference", "transaction_id", "payment_method", "phone_number", "failover_reason", "environment", "created_at", "updated_at", "dedupe_key", "secret_index", "raw")
        def __new__(cls, /, *, reference: str, amount: Money | Decimal | int | str, commission_amount: Money | Decimal | int | str | None = None, net_amount: Money | Decimal | int | str | None = None, provider_reference: str | None = None, transaction_id: str | None = None, payment_method: str | None = None, phone_number: str | None = None, failover_reason: str | None = None, environment: str | None = None, created_at: datetime | None = None, updated_at: datetime | None = None, dedupe_key: str, secret_index: SupportsIndex, raw: str) -> Event.DepositFailed: ...
        @property
        def amount(self, /) -> Money:
            """
            The gross amount.
            """
        @property
        def commission_amount(self, /) -> Money | None:
            """
            What RohoPay keeps of it.
            """
        @property
        def created_at(self, /) -> datetime | None:
            """
            When it was made.
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
        def failover_reason(self, /) -> str | None:
            """
            Why it was handed to another provider, if it was.
            """
        @property
        def net_amount(self, /) -> Money | None:
            """
            What would have reached the wallet.
            """
        @property
        def payment_method(self, /) -> str | None:
            """
            How it was paid.
            """
        @property
        def phone_number(self, /) -> str | None:
            """
            The wallet's number.
            """
        @property
        def provider_reference(self, /) -> str | None:
            """
            The provider's reference. A second event with another one means that two providers have executed the transaction.
            """
        @property
        def raw(self, /) -> str:
            """
            The body as it arrived.
            """
        @property
        def reference(self, /) -> str:
            """
            RohoPay's own reference of the transaction.
            """
        @property
        def secret_index(self, /) -> int:
            """
            Which of the secrets given to `Webhook` signed it, counted from 0.
            """
        @property
        def transaction_id(self, /) -> str | None:
            """
            The transaction's identifier.
            """
        @property
        def updated_at(self, /) -> datetime | None:
            """
            When it last changed.
            """
    @final
    class DepositSucceeded(Event):
        """
        A payment through RohoPay was made.
        """
        __match_args__: Final = ("reference", "amount", "commission_amount", "net_amount", "provider_reference", "transaction_id", "payment_method", "phone_number", "failover_reason", "environment", "created_at", "updated_at", "dedupe_key", "secret_index", "raw")
        def __new__(cls, /, *, reference: str, amount: Money | Decimal | int | str, commission_amount: Money | Decimal | int | str | None = None, net_amount: Money | Decimal | int | str | None = None, provider_reference: str | None = None, transaction_id: str | None = None, payment_method: str | None = None, phone_number: str | None = None, failover_reason: str | None = None, environment: str | None = None, created_at: datetime | None = None, updated_at: datetime | None = None, dedupe_key: str, secret_index: SupportsIndex, raw: str) -> Event.DepositSucceeded: ...
        @property
        def amount(self, /) -> Money:
            """
            The gross amount.
            """
        @property
        def commission_amount(self, /) -> Money | None:
            """
            What RohoPay keeps of it.
            """
        @property
        def created_at(self, /) -> datetime | None:
            """
            When it was made.
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
        def failover_reason(self, /) -> str | None:
            """
            Why it was handed to another provider, if it was.
            """
        @property
        def net_amount(self, /) -> Money | None:
            """
            What reaches the wallet.
            """
        @property
        def payment_method(self, /) -> str | None:
            """
            How it was paid.
            """
        @property
        def phone_number(self, /) -> str | None:
            """
            The wallet's number.
            """
        @property
        def provider_reference(self, /) -> str | None:
            """
            The provider's reference. A second event with another one means that two providers have executed the transaction.
            """
        @property
        def raw(self, /) -> str:
            """
            The body as it arrived.
            """
        @property
        def reference(self, /) -> str:
            """
            RohoPay's own reference of the transaction.
            """
        @property
        def secret_index(self, /) -> int:
            """
            Which of the secrets given to `Webhook` signed it, counted from 0.
            """
        @property
        def transaction_id(self, /) -> str | None:
            """
            The transaction's identifier.
            """
        @property
        def updated_at(self, /) -> datetime | None:
            """
            When it last changed.
            """
    @final
    class DisbursementFailed(Event):
        """
        A payout has failed: read why before you send another. Do not assume what the wallet holds; look at the balances.
        """
        __match_args__: Final = ("reference", "amount", "fee", "recipient_gets", "destination_type", "recipient", "fail_reason", "transfer_id", "dedupe_key", "secret_index", "raw")
        def __new__(cls, /, *, reference: str, amount: Money | Decimal | int | str, fee: Money | Decimal | int | str | None = None, recipient_gets: Money | Decimal | int | str | None = None, destination_type: str | None = None, recipient: Recipient | None = None, fail_reason: str | None = None, transfer_id: str | None = None, dedupe_key: str, secret_index: SupportsIndex, raw: str) -> Event.DisbursementFailed: ...
        @property
        def amount(self, /) -> Money:
            """
            What was to leave the wallet.
            """
        @property
        def dedupe_key(self, /) -> str:
            """
            The same for every delivery of this event, and different for every other event.
            """
        @property
        def destination_type(self, /) -> str | None:
            """
            Where it was to go.
            """
        @property
        def fail_reason(self, /) -> str | None:
            """
            Why it failed, in the service's words.
            """
        @property
        def fee(self, /) -> Money | None:
            """
            What the service would have kept of it.
            """
        @property
        def raw(self, /) -> str:
            """
            The body as it arrived.
            """
        @property
        def recipient(self, /) -> Recipient | None:
            """
            Who was to get it.
            """
        @property
        def recipient_gets(self, /) -> Money | None:
            """
            What would have arrived.
            """
        @property
        def reference(self, /) -> str:
            """
            The service's reference of the payout.
            """
        @property
        def secret_index(self, /) -> int:
            """
            Which of the secrets given to `Webhook` signed it, counted from 0.
            """
        @property
        def transfer_id(self, /) -> str | None:
            """
            The transfer's number at the provider underneath.
            """
    @final
    class DisbursementSucceeded(Event):
        """
        A payout has arrived.
        """
        __match_args__: Final = ("reference", "amount", "fee", "recipient_gets", "destination_type", "recipient", "proof", "transfer_id", "dedupe_key", "secret_index", "raw")
        def __new__(cls, /, *, reference: str, amount: Money | Decimal | int | str, fee: Money | Decimal | int | str | None = None, recipient_gets: Money | Decimal | int | str | None = None, destination_type: str | None = None, recipient: Recipient | None = None, proof: str | None = None, transfer_id: str | None = None, dedupe_key: str, secret_index: SupportsIndex, raw: str) -> Event.DisbursementSucceeded: ...
        @property
        def amount(self, /) -> Money:
            """
            What left the wallet.
            """
        @property
        def dedupe_key(self, /) -> str:
            """
            The same for every delivery of this event, and different for every other event.
            """
        @property
        def destination_type(self, /) -> str | None:
            """
            Where it went.
            """
        @property
        def fee(self, /) -> Money | None:
            """
            What the service keeps of it.
            """
        @property
        def proof(self, /) -> str | None:
            """
            The provider's proof of payment.
            """
        @property
        def raw(self, /) -> str:
            """
            The body as it arrived.
            """
        @property
        def recipient(self, /) -> Recipient | None:
            """
            Who got it.
            """
        @property
        def recipient_gets(self, /) -> Money | None:
            """
            What has arrived.
            """
        @property
        def reference(self, /) -> str:
            """
            The service's reference of the payout.
            """
        @property
        def secret_index(self, /) -> int:
            """
            Which of the secrets given to `Webhook` signed it, counted from 0.
            """
        @property
        def transfer_id(self, /) -> str | None:
            """
            The transfer's number at the provider underneath.
            """
    @final
    class PaymentFailed(Event):
        """
        A payment failed; no money moved. The same payment may still succeed later.
        """
        __match_args__: Final = ("reference", "amount", "charge_id", "timestamp", "environment", "dedupe_key", "secret_index", "raw")
        def __new__(cls, /, *, reference: str, amount: Money | Decimal | int | str, charge_id: str | None = None, timestamp: datetime | None = None, environment: str | None = None, dedupe_key: str, secret_index: SupportsIndex, raw: str) -> Event.PaymentFailed: ...
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
        def __new__(cls, /, *, reference: str, amount: Money | Decimal | int | str, merchant_fee: Money | Decimal | int | str | None = None, net_amount: Money | Decimal | int | str | None = None, charge_id: str | None = None, timestamp: datetime | None = None, environment: str | None = None, dedupe_key: str, secret_index: SupportsIndex, raw: str) -> Event.PaymentSucceeded: ...
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
    class WithdrawalFailed(Event):
        """
        A payout through RohoPay has failed; nothing was sent.
        """
        __match_args__: Final = ("reference", "amount", "commission_amount", "net_amount", "provider_reference", "transaction_id", "payment_method", "phone_number", "failover_reason", "environment", "created_at", "updated_at", "dedupe_key", "secret_index", "raw")
        def __new__(cls, /, *, reference: str, amount: Money | Decimal | int | str, commission_amount: Money | Decimal | int | str | None = None, net_amount: Money | Decimal | int | str | None = None, provider_reference: str | None = None, transaction_id: str | None = None, payment_method: str | None = None, phone_number: str | None = None, failover_reason: str | None = None, environment: str | None = None, created_at: datetime | None = None, updated_at: datetime | None = None, dedupe_key: str, secret_index: SupportsIndex, raw: str) -> Event.WithdrawalFailed: ...
        @property
        def amount(self, /) -> Money:
            """
            The gross amount.
            """
        @property
        def commission_amount(self, /) -> Money | None:
            """
            What RohoPay keeps of it.
            """
        @property
        def created_at(self, /) -> datetime | None:
            """
            When it was made.
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
        def failover_reason(self, /) -> str | None:
            """
            Why it was handed to another provider, if it was.
            """
        @property
        def net_amount(self, /) -> Money | None:
            """
            What would have arrived.
            """
        @property
        def payment_method(self, /) -> str | None:
            """
            How it was paid.
            """
        @property
        def phone_number(self, /) -> str | None:
            """
            The wallet's number.
            """
        @property
        def provider_reference(self, /) -> str | None:
            """
            The provider's reference. A second event with another one means that two providers have executed the transaction.
            """
        @property
        def raw(self, /) -> str:
            """
            The body as it arrived.
            """
        @property
        def reference(self, /) -> str:
            """
            RohoPay's own reference of the transaction.
            """
        @property
        def secret_index(self, /) -> int:
            """
            Which of the secrets given to `Webhook` signed it, counted from 0.
            """
        @property
        def transaction_id(self, /) -> str | None:
            """
            The transaction's identifier.
            """
        @property
        def updated_at(self, /) -> datetime | None:
            """
            When it last changed.
            """
    @final
    class WithdrawalSucceeded(Event):
        """
        A payout through RohoPay has arrived.
        """
        __match_args__: Final = ("reference", "amount", "commission_amount", "net_amount", "provider_reference", "transaction_id", "payment_method", "phone_number", "failover_reason", "environment", "created_at", "updated_at", "dedupe_key", "secret_index", "raw")
        def __new__(cls, /, *, reference: str, amount: Money | Decimal | int | str, commission_amount: Money | Decimal | int | str | None = None, net_amount: Money | Decimal | int | str | None = None, provider_reference: str | None = None, transaction_id: str | None = None, payment_method: str | None = None, phone_number: str | None = None, failover_reason: str | None = None, environment: str | None = None, created_at: datetime | None = None, updated_at: datetime | None = None, dedupe_key: str, secret_index: SupportsIndex, raw: str) -> Event.WithdrawalSucceeded: ...
        @property
        def amount(self, /) -> Money:
            """
            The gross amount.
            """
        @property
        def commission_amount(self, /) -> Money | None:
            """
            What RohoPay keeps of it.
            """
        @property
        def created_at(self, /) -> datetime | None:
            """
            When it was made.
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
        def failover_reason(self, /) -> str | None:
            """
            Why it was handed to another provider, if it was.
            """
        @property
        def net_amount(self, /) -> Money | None:
            """
            What has arrived.
            """
        @property
        def payment_method(self, /) -> str | None:
            """
            How it was paid.
            """
        @property
        def phone_number(self, /) -> str | None:
            """
            The wallet's number.
            """
        @property
        def provider_reference(self, /) -> str | None:
            """
            The provider's reference. A second event with another one means that two providers have executed the transaction.
            """
        @property
        def raw(self, /) -> str:
            """
            The body as it arrived.
            """
        @property
        def reference(self, /) -> str:
            """
            RohoPay's own reference of the transaction.
            """
        @property
        def secret_index(self, /) -> int:
            """
            Which of the secrets given to `Webhook` signed it, counted from 0.
            """
        @property
        def transaction_id(self, /) -> str | None:
            """
            The transaction's identifier.
            """
        @property
        def updated_at(self, /) -> datetime | None:
            """
            When it last changed.
            """

@final
class FeeQuote:
    """
    What a gross amount costs.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, gross: Money | Decimal | int | str, fee: Money | Decimal | int | str, net: Money | Decimal | int | str) -> FeeQuote: ...
    def __repr__(self, /) -> str: ...
    @property
    def fee(self, /) -> Money:
        """
        What the service keeps.
        """
    @property
    def gross(self, /) -> Money:
        """
        What is paid, or taken from the wallet.
        """
    @property
    def net(self, /) -> Money:
        """
        What arrives.
        """

@final
class FeeSchedule:
    """
    A price list of the service as you have agreed on it: what an amount costs, and which amount brings another. This
    library knows no prices of its own.

    It is made of tiers, the lowest first, and rounds to the currency's digits: `half_up`, `half_even`, `up` or
    `down`.
    `FeeSchedule.flat` and `FeeSchedule.percent` make the usual ones.

    Raises `ConfigError` if the tiers contradict themselves or each other.
    """
    def __new__(cls, /, tiers: SupportsGetItem[int, FeeTier], rounding: str | None = None) -> FeeSchedule: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def flat(fee: Money | Decimal | int | str) -> FeeSchedule:
        """
        The same fee for every amount.
        """
    def gross_up(self, /, net: Money | Decimal | int | str) -> FeeQuote:
        """
        The smallest gross amount whose net is at least this one. Raises `ValidationError` if no tier reaches it.
        """
    @staticmethod
    def percent(percent: Decimal | int | str, minimum: Money | Decimal | int | str | None = None, maximum: Money | Decimal | int | str | None = None) -> FeeSchedule:
        """
        A share of every amount in percent (3 is 3 %), between a minimum and a maximum.
        """
    def quote(self, /, gross: Money | Decimal | int | str) -> FeeQuote:
        """
        What a gross amount costs. Raises `ValidationError` if it does not exceed its fee, or no tier has it.
        """

@final
class FeeTier:
    """
    One step of a schedule. The whole gross amount is charged by the one tier that it falls in, as mobile-money tariffs are.
    """
    __match_args__: Final[tuple[str, str, str, str, str]]
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, up_to: Money | Decimal | int | str | None = None, flat: Money | Decimal | int | str | None = None, percent: Decimal | int | str | None = None, minimum: Money | Decimal | int | str | None = None, maximum: Money | Decimal | int | str | None = None) -> FeeTier: ...
    def __repr__(self, /) -> str: ...
    @property
    def flat(self, /) -> Money | None:
        """
        A fixed part.
        """
    @property
    def maximum(self, /) -> Money | None:
        """
        The most that is charged.
        """
    @property
    def minimum(self, /) -> Money | None:
        """
        The least that is charged.
        """
    @property
    def percent(self, /) -> Decimal | None:
        """
        A share of the gross amount, in percent: 3 is 3 %.
        """
    @property
    def up_to(self, /) -> Money | None:
        """
        The largest gross amount of this tier; without it there is no end.
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
    def __new__(cls, /, amount: Money | Decimal | int | str, phone: PhoneNumber | str, network: str, customer: Customer, redirect_url: str, narration: str | None = None, callback_url: str | None = None, scenario_key: str | None = None) -> MobileMoneyCharge: ...
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
class MobileMoneyPayout:
    """
    A payout to a mobile wallet.
    """
    __match_args__: Final[tuple[str, str, str, str, str, str, str]]
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, amount: Money | Decimal | int | str, phone: PhoneNumber | str, network: str, name: str | None = None, narration: str | None = None, callback_url: str | None = None, scenario_key: str | None = None) -> MobileMoneyPayout: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> Money:
        """
        What leaves the wallet, in RWF. The fee is taken from what arrives: [`FeeSchedule`](crate::FeeSchedule) grosses up.
        """
    @property
    def callback_url(self, /) -> str | None:
        """
        Where the webhook of this payout goes, in place of the account's own URL. The client adds the query parameter
        `dgspay_token`, which ties the webhook to this call even if its answer is lost.
        """
    @property
    def name(self, /) -> str | None:
        """
        The recipient's name.
        """
    @property
    def narration(self, /) -> str | None:
        """
        What stands on the recipient's statement.
        """
    @property
    def network(self, /) -> str:
        """
        The recipient's wallet.
        """
    @property
    def phone(self, /) -> PhoneNumber:
        """
        The recipient's number.
        """
    @property
    def scenario_key(self, /) -> str | None:
        """
        What the sandbox shall play, such as `scenario:insufficient_balance`; refused in production.
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
class NewPaymentLink:
    """
    A payment link to be made. With an amount it is fixed; without one the payer chooses, between the limits if there are any.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, title: str, currency: str | None = None, amount: Money | Decimal | int | str | None = None, min_amount: Money | Decimal | int | str | None = None, max_amount: Money | Decimal | int | str | None = None, payment_types: SupportsGetItem[int, str] | None = None, slug: str | None = None, description: str | None = None, redirect_url: str | None = None, max_uses: SupportsIndex | None = None, expires_at: datetime | None = None, collect_phone: bool | None = None, collect_name: bool | None = None, collect_address: bool | None = None, logo_url: str | None = None, metadata: str | None = None) -> NewPaymentLink: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> Money | None:
        """
        The exact amount.
        """
    @property
    def collect_address(self, /) -> bool | None:
        """
        Whether the payer is asked for an address; without it no.
        """
    @property
    def collect_name(self, /) -> bool | None:
        """
        Whether the payer is asked for a name; without it yes.
        """
    @property
    def collect_phone(self, /) -> bool | None:
        """
        Whether the payer is asked for a phone number; without it yes.
        """
    @property
    def currency(self, /) -> str | None:
        """
        The currency; without it that of the amounts, and without those RWF.
        """
    @property
    def description(self, /) -> str | None:
        """
        What the payer reads below the title.
        """
    @property
    def expires_at(self, /) -> datetime | None:
        """
        When it stops taking payments. What has no zone is sent as it is; the service does not say in which zone it reads it.
        """
    @property
    def logo_url(self, /) -> str | None:
        """
        A picture for the head of the page.
        """
    @property
    def max_amount(self, /) -> Money | None:
        """
        The most that a payer may choose.
        """
    @property
    def max_uses(self, /) -> int | None:
        """
        How many successful payments it takes; without it there is no limit.
        """
    @property
    def metadata(self, /) -> str | None:
        """
        Anything of your own: a JSON object, as text.
        """
    @property
    def min_amount(self, /) -> Money | None:
        """
        The least that a payer may choose.
        """
    @property
    def payment_types(self, /) -> list[str] | None:
        """
        How it can be paid; without it in every way there is.
        """
    @property
    def redirect_url(self, /) -> str | None:
        """
        Where the payer lands afterwards.
        """
    @property
    def slug(self, /) -> str | None:
        """
        The end of the link's address; without it the service makes one from the title.
        """
    @property
    def title(self, /) -> str:
        """
        What the payer reads first, such as `Invoice #123`.
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
class PaymentLink:
    """
    A payment link.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, id: str, title: str, amount_type: str, currency: str, payment_types: SupportsGetItem[int, str], status: str, raw: str, slug: str | None = None, url: str | None = None, amount: Money | Decimal | int | str | None = None, min_amount: Money | Decimal | int | str | None = None, max_amount: Money | Decimal | int | str | None = None, use_count: SupportsIndex | None = None, max_uses: SupportsIndex | None = None, description: str | None = None, redirect_url: str | None = None, expires_at: datetime | None = None, created_at: datetime | None = None) -> PaymentLink: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> Money | None:
        """
        The exact amount, if it is fixed.
        """
    @property
    def amount_type(self, /) -> str:
        """
        Who decides on the amount.
        """
    @property
    def created_at(self, /) -> datetime | None:
        """
        When it was made.
        """
    @property
    def currency(self, /) -> str:
        """
        The currency.
        """
    @property
    def description(self, /) -> str | None:
        """
        What the payer reads below the title.
        """
    @property
    def expires_at(self, /) -> datetime | None:
        """
        When it stops taking payments.
        """
    @property
    def id(self, /) -> str:
        """
        The link's identifier.
        """
    @property
    def max_amount(self, /) -> Money | None:
        """
        The most that a payer may choose.
        """
    @property
    def max_uses(self, /) -> int | None:
        """
        How many it takes; without it there is no limit.
        """
    @property
    def min_amount(self, /) -> Money | None:
        """
        The least that a payer may choose.
        """
    @property
    def payment_types(self, /) -> list[str]:
        """
        How it can be paid.
        """
    @property
    def raw(self, /) -> str:
        """
        The record as it arrived.
        """
    @property
    def redirect_url(self, /) -> str | None:
        """
        Where the payer lands afterwards.
        """
    @property
    def slug(self, /) -> str | None:
        """
        The end of its address.
        """
    @property
    def status(self, /) -> str:
        """
        Where it stands.
        """
    @property
    def title(self, /) -> str:
        """
        What the payer reads first.
        """
    @property
    def url(self, /) -> str | None:
        """
        The page to send payers to.
        """
    @property
    def use_count(self, /) -> int | None:
        """
        How many successful payments it has taken.
        """

@final
class PaymentLinkDetails:
    """
    A payment link and what came through it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, link: PaymentLink, recent_charges: SupportsGetItem[int, RecentCharge], raw: str, stats: PaymentLinkStats | None = None) -> PaymentLinkDetails: ...
    def __repr__(self, /) -> str: ...
    @property
    def link(self, /) -> PaymentLink:
        """
        The link.
        """
    @property
    def raw(self, /) -> str:
        """
        The answer as it arrived.
        """
    @property
    def recent_charges(self, /) -> list[RecentCharge]:
        """
        The payments made through it, the newest first; all of them are in the transactions of this `payment_link_id`.
        """
    @property
    def stats(self, /) -> PaymentLinkStats | None:
        """
        Counts and sums.
        """

@final
class PaymentLinkFilter:
    """
    Which payment links are wanted.
    """
    __match_args__: Final[tuple[str, str]]
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, page: SupportsIndex | None = None, limit: SupportsIndex | None = None) -> PaymentLinkFilter: ...
    def __repr__(self, /) -> str: ...
    @property
    def limit(self, /) -> int | None:
        """
        How many a page, 1 to 100; the service's default is 20.
        """
    @property
    def page(self, /) -> int | None:
        """
        Which page, counted from 1.
        """

@final
class PaymentLinkPage:
    """
    One page of payment links.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, links: SupportsGetItem[int, PaymentLink], page: SupportsIndex, pages: SupportsIndex, total: SupportsIndex, next_page: SupportsIndex | None = None) -> PaymentLinkPage: ...
    def __repr__(self, /) -> str: ...
    @property
    def links(self, /) -> list[PaymentLink]:
        """
        The links.
        """
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
        How many links there are on all pages.
        """

@final
class PaymentLinkStats:
    """
    What came through a payment link, in numbers.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, total_charges: SupportsIndex, successful_charges: SupportsIndex, pending_charges: SupportsIndex, failed_charges: SupportsIndex, total_collected: Money | Decimal | int | str | None = None) -> PaymentLinkStats: ...
    def __repr__(self, /) -> str: ...
    @property
    def failed_charges(self, /) -> int:
        """
        Those that were not.
        """
    @property
    def pending_charges(self, /) -> int:
        """
        Those that may still be.
        """
    @property
    def successful_charges(self, /) -> int:
        """
        Those that were paid.
        """
    @property
    def total_charges(self, /) -> int:
        """
        All charges.
        """
    @property
    def total_collected(self, /) -> Money | None:
        """
        What was paid.
        """

@final
class PaymentLinkUpdate:
    """
    What is to change on a payment link; what is absent stays.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, title: str | None = None, amount_type: str | None = None, amount: Money | Decimal | int | str | None = None, min_amount: Money | Decimal | int | str | None = None, max_amount: Money | Decimal | int | str | None = None, payment_types: SupportsGetItem[int, str] | None = None, slug: str | None = None, description: str | None = None, redirect_url: str | None = None, max_uses: SupportsIndex | None = None, expires_at: datetime | None = None, collect_phone: bool | None = None, collect_name: bool | None = None, collect_address: bool | None = None, logo_url: str | None = None, metadata: str | None = None) -> PaymentLinkUpdate: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> Money | None:
        """
        The exact amount.
        """
    @property
    def amount_type(self, /) -> str | None:
        """
        Who decides on the amount.
        """
    @property
    def collect_address(self, /) -> bool | None:
        """
        Whether the payer is asked for an address.
        """
    @property
    def collect_name(self, /) -> bool | None:
        """
        Whether the payer is asked for a name.
        """
    @property
    def collect_phone(self, /) -> bool | None:
        """
        Whether the payer is asked for a phone number.
        """
    @property
    def description(self, /) -> str | None:
        """
        What the payer reads below the title.
        """
    @property
    def expires_at(self, /) -> datetime | None:
        """
        When it stops taking payments.
        """
    @property
    def logo_url(self, /) -> str | None:
        """
        A picture for the head of the page.
        """
    @property
    def max_amount(self, /) -> Money | None:
        """
        The most that a payer may choose.
        """
    @property
    def max_uses(self, /) -> int | None:
        """
        How many successful payments it takes.
        """
    @property
    def metadata(self, /) -> str | None:
        """
        Anything of your own: a JSON object, as text.
        """
    @property
    def min_amount(self, /) -> Money | None:
        """
        The least that a payer may choose.
        """
    @property
    def payment_types(self, /) -> list[str] | None:
        """
        How it can be paid.
        """
    @property
    def redirect_url(self, /) -> str | None:
        """
        Where the payer lands afterwards.
        """
    @property
    def slug(self, /) -> str | None:
        """
        The end of the link's address.
        """
    @property
    def title(self, /) -> str | None:
        """
        What the payer reads first.
        """

@final
class Payout:
    """
    A payout that the service has taken on. That is all it says: whether the money arrives, the webhook tells
    (`disbursement.success` or `disbursement.failed`).
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, reference: str, status: str, destination_type: str, raw: str, amount: Money | Decimal | int | str | None = None, fee: Money | Decimal | int | str | None = None, recipient_gets: Money | Decimal | int | str | None = None, token: str | None = None) -> Payout: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> Money | None:
        """
        What leaves the wallet.
        """
    @property
    def destination_type(self, /) -> str:
        """
        Where it goes.
        """
    @property
    def fee(self, /) -> Money | None:
        """
        What the service keeps of it.
        """
    @property
    def raw(self, /) -> str:
        """
        The answer as it arrived.
        """
    @property
    def recipient_gets(self, /) -> Money | None:
        """
        What arrives.
        """
    @property
    def reference(self, /) -> str:
        """
        The service's reference, the same in the webhook.
        """
    @property
    def status(self, /) -> str:
        """
        Always `pending`: an accepted payout is no proof of payment.
        """
    @property
    def token(self, /) -> str | None:
        """
        The value of `dgspay_token` in the callback URL, if one was given.
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
    def __new__(cls, /, text: "str", country: str | None = None) -> PhoneNumber: ...
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
class RecentCharge:
    """
    A charge made through a payment link.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, status: str, raw: str, id: str | None = None, amount: Money | Decimal | int | str | None = None, created_at: datetime | None = None) -> RecentCharge: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> Money | None:
        """
        The gross amount.
        """
    @property
    def created_at(self, /) -> datetime | None:
        """
        When it was made.
        """
    @property
    def id(self, /) -> str | None:
        """
        The transaction's identifier.
        """
    @property
    def raw(self, /) -> str:
        """
        The record as it arrived.
        """
    @property
    def status(self, /) -> str:
        """
        Where it stands; empty if the service did not say.
        """

@final
class Recipient:
    """
    Who a payout goes to, as far as the service repeats it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, name: str | None = None, bank_key: str | None = None, account_number: str | None = None, branch: str | None = None, phone: str | None = None, network: str | None = None, country: str | None = None) -> Recipient: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_number(self, /) -> str | None:
        """
        The account at the bank.
        """
    @property
    def bank_key(self, /) -> str | None:
        """
        The bank, by its key in the list of banks.
        """
    @property
    def branch(self, /) -> str | None:
        """
        The bank's branch.
        """
    @property
    def country(self, /) -> str | None:
        """
        The country of the mobile wallet.
        """
    @property
    def name(self, /) -> str | None:
        """
        The name.
        """
    @property
    def network(self, /) -> str | None:
        """
        The mobile wallet.
        """
    @property
    def phone(self, /) -> str | None:
        """
        The number of the mobile wallet, as it was sent.
        """

@final
class RohoBalance:
    """
    The wallet's balances. Its currency is the wallet's own, whatever the transactions were made in.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, live: Money | Decimal | int | str, test: Money | Decimal | int | str, raw: str) -> RohoBalance: ...
    def __repr__(self, /) -> str: ...
    @property
    def live(self, /) -> Money:
        """
        Real money.
        """
    @property
    def raw(self, /) -> str:
        """
        The record as it arrived.
        """
    @property
    def test(self, /) -> Money:
        """
        Money of the test environment.
        """

@final
class RohoClient:
    """
    A client of RohoPay; it holds the key and does not show it.
    """
    def __new__(cls, /, api_key: str | None, environment: str | None, base_url: str | None, timeout: SupportsFloat | SupportsIndex | None, max_retries: SupportsIndex | None, accept_usd: bool | None, user_agent: str | None) -> RohoClient:
        """
        Checks the settings; what is not given comes from the environment.
        """
    def __repr__(self, /) -> str: ...
    def checkout(self, /, request: CheckoutRequest, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `POST /checkout`.
        """
    def collect(self, /, request: CollectionRequest, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `POST /collect`.
        """
    def disburse(self, /, request: DisbursementRequest, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `POST /disburse`.
        """
    @property
    def environment(self, /) -> str:
        """
        Which environment its key is of.
        """
    def get_balance(self, /, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `GET /wallet/balance`.
        """
    def get_transaction(self, /, reference: str, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `GET /transactions/{reference}`.
        """
    def list_transactions(self, /, filter: RohoTransactionFilter, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        `GET /transactions`.
        """
    def wait(self, /, transaction: RohoTransaction, timeout: SupportsFloat | SupportsIndex, options: tuple[SupportsFloat | SupportsIndex | None, SupportsIndex | None, str | None]) -> Call:
        """
        Looks a transaction up until it has ended or the time is up.
        """

@final
class RohoTransaction:
    """
    A transaction as the service last told it. Every field but the state may be absent.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, status: str, raw: str, internal_reference: str | None = None, provider_reference: str | None = None, id: str | None = None, transaction_type: str | None = None, payment_method: str | None = None, provider: str | None = None, provider_status: str | None = None, failover_reason: str | None = None, phone_number: str | None = None, amount: Money | Decimal | int | str | None = None, commission_amount: Money | Decimal | int | str | None = None, commission_rate: Decimal | int | str | None = None, provider_fee_amount: Money | Decimal | int | str | None = None, provider_fee_rate: Decimal | int | str | None = None, net_amount: Money | Decimal | int | str | None = None, description: str | None = None, callback_url: str | None = None, environment: str | None = None, created_at: datetime | None = None, updated_at: datetime | None = None, idempotency_key: str | None = None) -> RohoTransaction: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> Money | None:
        """
        The gross amount.
        """
    @property
    def callback_url(self, /) -> str | None:
        """
        Where its webhook goes.
        """
    @property
    def commission_amount(self, /) -> Money | None:
        """
        What RohoPay keeps.
        """
    @property
    def commission_rate(self, /) -> Decimal | None:
        """
        The share that RohoPay keeps: 0.02 is 2 %.
        """
    @property
    def created_at(self, /) -> datetime | None:
        """
        When it was made.
        """
    @property
    def description(self, /) -> str | None:
        """
        What it is for.
        """
    @property
    def environment(self, /) -> str | None:
        """
        Test or live.
        """
    @property
    def failover_reason(self, /) -> str | None:
        """
        Why it was handed to another provider, if it was. After a time-out of the first, both may have executed it.
        """
    @property
    def id(self, /) -> str | None:
        """
        The transaction's identifier.
        """
    @property
    def idempotency_key(self, /) -> str | None:
        """
        The key that it was sent under, if this client sent it.
        """
    @property
    def internal_reference(self, /) -> str | None:
        """
        RohoPay's own reference, the same in the webhook.
        """
    @property
    def net_amount(self, /) -> Money | None:
        """
        What reaches the wallet, or leaves it.
        """
    @property
    def payment_method(self, /) -> str | None:
        """
        How it is paid.
        """
    @property
    def phone_number(self, /) -> str | None:
        """
        The wallet's number.
        """
    @property
    def provider(self, /) -> str | None:
        """
        The provider that carries it.
        """
    @property
    def provider_fee_amount(self, /) -> Money | None:
        """
        What the provider keeps.
        """
    @property
    def provider_fee_rate(self, /) -> Decimal | None:
        """
        The share that the provider keeps.
        """
    @property
    def provider_reference(self, /) -> str | None:
        """
        The provider's reference. A second one for the same transaction means that it was handed to another provider.
        """
    @property
    def provider_status(self, /) -> str | None:
        """
        The state in the provider's own words.
        """
    @property
    def raw(self, /) -> str:
        """
        The record as it arrived.
        """
    @property
    def status(self, /) -> str:
        """
        Where it stands. The first answer may be final already.
        """
    @property
    def transaction_type(self, /) -> str | None:
        """
        Which way the money goes.
        """
    @property
    def updated_at(self, /) -> datetime | None:
        """
        When it last changed.
        """

@final
class RohoTransactionFilter:
    """
    Which transactions are wanted; what is absent does not restrict.
    """
    __match_args__: Final[tuple[str, str, str, str, str, str, str]]
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, status: str | None = None, transaction_type: str | None = None, environment: str | None = None, from_time: datetime | None = None, to_time: datetime | None = None, limit: SupportsIndex | None = None, offset: SupportsIndex | None = None) -> RohoTransactionFilter: ...
    def __repr__(self, /) -> str: ...
    @property
    def environment(self, /) -> str | None:
        """
        Only test, or only live ones.
        """
    @property
    def from_time(self, /) -> datetime | None:
        """
        Only those made at this time or later.
        """
    @property
    def limit(self, /) -> int | None:
        """
        How many a page, 1 to 100; the service's default is 20.
        """
    @property
    def offset(self, /) -> int | None:
        """
        How many to leave out before the first.
        """
    @property
    def status(self, /) -> str | None:
        """
        Only those that stand so.
        """
    @property
    def to_time(self, /) -> datetime | None:
        """
        Only those made at this time or earlier.
        """
    @property
    def transaction_type(self, /) -> str | None:
        """
        Only those that go this way.
        """

@final
class RohoTransactionPage:
    """
    One page of transactions, the newest first.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, transactions: SupportsGetItem[int, RohoTransaction], next_offset: SupportsIndex | None = None) -> RohoTransactionPage: ...
    def __repr__(self, /) -> str: ...
    @property
    def next_offset(self, /) -> int | None:
        """
        Where the next page begins, if there may be one: the service does not say how many there are.
        """
    @property
    def transactions(self, /) -> list[RohoTransaction]:
        """
        The transactions.
        """

@final
class Transaction:
    """
    A transaction. The service documents neither which fields a single one has nor that they are always there.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, id: str | None = None, reference: str | None = None, transaction_id: str | None = None, amount: Money | Decimal | int | str | None = None, status: str, method: str | None = None, created_at: datetime | None = None, merchant_fee: Money | Decimal | int | str | None = None, net_amount: Money | Decimal | int | str | None = None, settlement_status: str | None = None, payment_link_id: str | None = None, flw_reference: str | None = None, raw: str) -> Transaction: ...
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
class TransactionFilter:
    """
    Which transactions are wanted; what is absent does not restrict.
    """
    __match_args__: Final[tuple[str, str, str, str, str, str]]
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, page: SupportsIndex | None = None, limit: SupportsIndex | None = None, status: str | None = None, reference: str | None = None, payment_link_id: str | None = None, flw_reference: str | None = None) -> TransactionFilter: ...
    def __repr__(self, /) -> str: ...
    @property
    def flw_reference(self, /) -> str | None:
        """
        Only the one with this reference of the provider underneath.
        """
    @property
    def limit(self, /) -> int | None:
        """
        How many a page, 1 to 100; the service's default is 20.
        """
    @property
    def page(self, /) -> int | None:
        """
        Which page, counted from 1.
        """
    @property
    def payment_link_id(self, /) -> str | None:
        """
        Only those of this payment link.
        """
    @property
    def reference(self, /) -> str | None:
        """
        Only the one with this reference.
        """
    @property
    def status(self, /) -> str | None:
        """
        Only those that stand so.
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
    come from `DGSPAY_WEBHOOK_SECRET` and `ROHOPAY_WEBHOOK_SECRET`, several in one separated by commas.

    Raises `ConfigError` if there is no secret, or one is blank, shorter than 8 bytes, or a placeholder: an empty secret
    would let anybody sign.
    """
    def __new__(cls, /, secrets: str | Iterable[str] | None = None) -> Webhook: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def from_env() -> Webhook:
        """
        A verifier with the secrets of `DGSPAY_WEBHOOK_SECRET` and `ROHOPAY_WEBHOOK_SECRET`.
        """
    @staticmethod
    def sign(secret: str, body: "bytes | bytearray | memoryview | str") -> str:
        """
        The signature that either service would send with this body, for tests of your own receiver.
        """
    def verify(self, /, body: "bytes | bytearray | memoryview", signature: "str | bytes | None") -> "Event.PaymentSucceeded | Event.PaymentFailed | Event.DisbursementSucceeded | Event.DisbursementFailed | Event.ConversionSucceeded | Event.ConversionFailed | Event.DepositSucceeded | Event.DepositFailed | Event.WithdrawalSucceeded | Event.WithdrawalFailed | Event.Unknown":
        """
        Checks the signature of the raw body, then reads the event.

        `body` is the bytes of the request as they arrived, before any parsing; `signature` is the header
        X-DGS-Signature or X-RohoPay-Signature, None if there is none. Raises `SignatureError` (answer 401) or
        `DecodeError`, and nothing else, whatever comes in.
        """

@final
class YearMonth:
    """
    A month of a year.
    """
    __match_args__: Final[tuple[str, str]]
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> "tuple[tuple[()], dict[str, object]]": ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, year: SupportsIndex, month: SupportsIndex) -> YearMonth: ...
    def __repr__(self, /) -> str: ...
    @property
    def month(self, /) -> int:
        """
        The month, 1 to 12.
        """
    @property
    def year(self, /) -> int:
        """
        The year, with all four digits.
        """

def hmac_for_tests(key: bytes, message: bytes) -> bytes:
    """
    HMAC-SHA256 with a key of any bytes, for published vectors.
    """

def json_text(metadata: str | Mapping[str, Any]) -> str:
    """
    Metadata as JSON text; what is text already is passed on.
    """

def panic_for_tests() -> Call:
    """
    The core's planted panic, to show that a panic ends as a typed error.
    """

def seal_for_tests(key: bytes, nonce: bytes, associated: bytes, plaintext: bytes) -> bytes:
    """
    AES-256-GCM with every input given, for published vectors.
    """

def words() -> dict[str, list[str]]:
    """
    The words that the service is known to use, for the test that holds `dgspay.types` to them.
    """

"""Values: exact, whatever comes in; and never anything but this library's own errors for a wrong value."""

import copy
import json
import pickle
import random
import time
import typing
from collections import Counter
from decimal import Decimal

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dgspay import (
    ConversionFailed,
    ConversionSucceeded,
    Customer,
    DecodeError,
    DgsPayError,
    DisbursementFailed,
    DisbursementSucceeded,
    ErrorInfo,
    Event,
    FeeTier,
    InsufficientFundsError,
    Money,
    PaymentFailed,
    PaymentSucceeded,
    PhoneNumber,
    Recipient,
    SignatureError,
    UnknownEvent,
    ValidationError,
    Webhook,
    types,
)
from dgspay._native import words

DIGITS = {"RWF": 0, "UGX": 0, "KES": 2, "TZS": 2, "USD": 2, "EUR": 2}
SECRET = "dgs_test_webhook_secret"


@given(st.integers(-(10**12), 10**12), st.sampled_from(sorted(DIGITS)))
@settings(max_examples=2_000)
def test_an_amount_goes_in_and_comes_out_exactly(units, currency):
    amount = Decimal(units).scaleb(-DIGITS[currency])
    money = Money(amount, currency)
    assert type(money.amount) is Decimal
    assert money.amount == amount
    assert money == Money(f"{amount:f}", currency) == Money(money.amount, currency)
    assert hash(money) == hash(Money(f"{amount:f}", currency))
    if amount == int(amount):
        assert money == Money(int(amount), currency)


@given(st.integers(-(10**11), 10**11), st.integers(-(10**11), 10**11))
def test_sums_are_those_of_decimal(left, right):
    left, right = Decimal(left).scaleb(-2), Decimal(right).scaleb(-2)
    assert (Money(left, "USD") + Money(right, "USD")).amount == left + right
    assert (Money(left, "USD") - Money(right, "USD")).amount == left - right
    assert Money(left, "USD").compare(Money(right, "USD")) == (left > right) - (left < right)


@given(st.floats() | st.booleans() | st.none() | st.complex_numbers() | st.binary() | st.lists(st.integers()))
def test_what_is_not_exact_is_no_amount(value):
    with pytest.raises(ValidationError) as caught:
        Money(value, "USD")
    assert caught.value.code == "invalid_amount"
    assert caught.value.field == "amount"


@given(st.text() | st.decimals() | st.integers())
def test_no_amount_raises_anything_else(value):
    try:
        assert isinstance(Money(value, "USD").amount, Decimal)
    except ValidationError as error:
        assert error.code == "invalid_amount"


def test_money_is_never_a_float():
    money = Money("0.1", "USD") + Money("0.2", "USD")
    assert money.amount == Decimal("0.3")
    assert not hasattr(money, "__float__")
    for mixed in (lambda: money * 2, lambda: money + 1, lambda: 1.0 + money, lambda: float(money)):
        with pytest.raises(TypeError):
            mixed()
    with pytest.raises(ValidationError, match="do not mix"):
        money + Money(1, "EUR")


@pytest.mark.parametrize(
    "value",
    [
        10**1_000_000,
        -(10**5_000),
        Decimal("1e999999"),
        Decimal("1e-999999"),
        Decimal("0e999999"),
        "1" * 10**6,
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_number_without_an_end_is_refused_at_once(value):
    started = time.perf_counter()
    with pytest.raises(ValidationError, match="more digits than any payment") as caught:
        Money(value, "USD")
    assert time.perf_counter() - started < 0.5
    assert len(str(caught.value)) < 300, "it is not repeated"


def test_an_amount_without_a_currency_is_in_rwf():
    tier = FeeTier(up_to=1_000, flat="20", maximum=Money(5, "USD"))
    assert (tier.up_to, tier.flat, tier.maximum) == (Money(1_000, "RWF"), Money(20, "RWF"), Money(5, "USD"))


CALLING_CODES = {"RW": 250, "UG": 256, "KE": 254, "TZ": 255}


@pytest.mark.parametrize("country", CALLING_CODES)
def test_phone_numbers_are_those_of_libphonenumber(country):
    """No difference in 100,000 numbers: what is not a mobile number there is none here."""
    numbers, code = random.Random(7), CALLING_CODES[country]
    counts, differences = Counter(), []
    for place in range(100_000):
        # Half of them begin as mobile numbers do, a tenth is too short or too long.
        first = numbers.choice({"KE": "71"}.get(country, "67") if place % 2 else "123456789")
        national = first + "".join(
            numbers.choices("0123456789", k=numbers.choice((7, 9)) if place % 10 == 0 else 8)
        )
        number = phonenumbers.PhoneNumber(code, int(national))
        expected = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
        try:
            found = PhoneNumber(f"+{code}{national}", country).e164
            assert found == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        except ValidationError:
            found = None
        counts[expected] += 1
        if bool(found) != expected:
            differences.append(national)
    assert differences == []
    assert min(counts.values()) > 5_000, "the control: there were enough of both"


@given(st.text())
def test_no_phone_number_raises_anything_else(text):
    try:
        assert PhoneNumber(text).e164.startswith("+")
    except ValidationError as error:
        assert error.code == "invalid_phone"


def test_words_are_those_of_the_core():
    assert words()
    for name, values in words().items():
        literal, text = typing.get_args(getattr(types, name))
        assert text is str
        assert list(typing.get_args(literal)) == values, name


def signed(body):
    return body, Webhook.sign(SECRET, body)


def test_a_webhook_is_matched():
    body = {"event": "payment.success", "dgs_reference": "dgs_1", "amount": 5000, "currency": "RWF"}
    event = Webhook(["another_secret_1", SECRET]).verify(*signed(json.dumps(body).encode()))
    match event:
        case PaymentSucceeded(reference=reference, amount=Money(amount, currency), secret_index=index):
            assert (reference, amount, currency, index) == ("dgs_1", 5000, "RWF", 1)
        case _:
            pytest.fail(repr(event))
    assert isinstance(event, Event)
    assert isinstance(Webhook(SECRET).verify(*signed(b'{"event":"ping"}')), UnknownEvent)


def test_raw_bytes_of_every_kind_are_verified():
    body, signature = signed(b'{"event":"ping"}')
    expected = Webhook(SECRET).verify(body, signature)
    for raw in (bytearray(body), memoryview(body), memoryview(b"xx" + body)[2:]):
        assert Webhook(SECRET).verify(raw, signature) == expected
    assert Webhook(SECRET).verify(body, signature.encode()) == expected
    assert Webhook.sign(SECRET, body.decode()) == Webhook.sign(SECRET, bytearray(body)) == signature


class Nasty:
    """Raises whatever is done to it."""

    def __getattribute__(self, name):
        raise ZeroDivisionError

    def __buffer__(self, flags):
        raise KeyError

    def __str__(self):
        raise MemoryError

    __bytes__ = __len__ = __bool__ = __eq__ = __hash__ = __repr__ = __str__


anything = st.one_of(
    st.none(),
    st.binary(),
    st.text(),
    st.integers(),
    st.floats(),
    st.builds(Nasty),
    st.builds(object),
    st.dictionaries(st.text(), st.integers()),
    st.lists(st.binary()),
    st.builds(memoryview, st.binary()),
    st.builds(bytearray, st.binary()),
    st.just(memoryview(b"abcdef")[::2]),
    st.just("\udcff"),
    st.just(range(3)),
    st.just(signed(b"{}")[1]),
)


@given(anything, anything)
@settings(max_examples=3_000)
def test_a_webhook_raises_two_classes_and_no_other(body, signature):
    with pytest.raises((SignatureError, DecodeError)):
        Webhook(SECRET).verify(body, signature)


@given(st.binary())
def test_a_signed_body_is_an_event_or_unreadable(body):
    try:
        assert isinstance(Webhook(SECRET).verify(*signed(body)), Event)
    except DecodeError as error:
        assert error.code == "event_unreadable"


@pytest.mark.parametrize("body", [{"event": "ping"}, '{"event":"ping"}', None, 5, ["x"]])
def test_a_parsed_body_is_told_to_be_raw(body):
    with pytest.raises(DecodeError, match="Pass the raw bytes"):
        Webhook(SECRET).verify(body, signed(b'{"event":"ping"}')[1])


def test_models_are_values():
    customer = Customer("Aline", "Uwase", "aline@example.rw", phone="0788 123 456")
    event = Webhook(SECRET).verify(*signed(b'{"event":"ping","dgs_reference":"dgs_1"}'))
    values = [customer, event, Money("1.50", "USD"), PhoneNumber("0788123456")]
    for value in values:
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(value, protocol)) == value
        assert copy.copy(value) == copy.deepcopy(value) == value
        assert type(value).__module__ == "dgspay"
        with pytest.raises(AttributeError):
            value.anything = 1
    assert repr(customer) == (
        "Customer(first_name='Aline', last_name='Uwase', email='aline@example.rw', "
        "phone=PhoneNumber(+250…456))"
    )
    with pytest.raises(AttributeError):
        customer.email = "x"


EVENTS = {
    PaymentSucceeded: {"event": "payment.success", "amount": 5000, "currency": "RWF"},
    PaymentFailed: {"event": "payment.failed", "amount": 5000, "currency": "RWF"},
    DisbursementSucceeded: {
        "event": "disbursement.success",
        "amount": 5000,
        "recipient": {"name": "Jane Doe", "msisdn": "250788123456", "network": "MTN", "country": "RW"},
    },
    DisbursementFailed: {"event": "disbursement.failed", "amount": 5000, "fail_reason": "no such account"},
    ConversionSucceeded: {
        "event": "conversion.success",
        "from_currency": "USD",
        "from_amount": 100,
        "to_currency": "EUR",
        "to_amount": 94.5,
        "rate": 0.945,
    },
    ConversionFailed: {
        "event": "conversion.failed",
        "from_currency": "USD",
        "from_amount": 100,
        "refund_amount": 100,
        "refund_currency": "USD",
    },
    UnknownEvent: {"event": "payment.refunded"},
}


@pytest.mark.parametrize("kind", EVENTS)
def test_every_event_is_matched_and_is_a_value(kind):
    body = json.dumps(EVENTS[kind] | {"dgs_reference": "dgs_1"}).encode()
    event = Webhook(SECRET).verify(*signed(body))
    assert type(event) is kind
    assert isinstance(event, Event)
    assert (event.reference, event.raw, event.secret_index) == ("dgs_1", body.decode(), 0)
    assert event.dedupe_key == Event.dedupe_key.__get__(event)
    assert pickle.loads(pickle.dumps(event)) == copy.deepcopy(event) == event
    match event:
        case PaymentSucceeded(amount=amount) | PaymentFailed(amount=amount):
            assert amount == Money(5000, "RWF")
        case DisbursementSucceeded(amount=amount, recipient=Recipient(phone=phone)):
            assert (amount, phone) == (Money(5000, "RWF"), "250788123456")
        case DisbursementFailed(fail_reason=why):
            assert why == "no such account"
        case ConversionSucceeded(to_amount=amount, rate=rate):
            assert (amount, rate) == (Money("94.5", "EUR"), Decimal("0.945"))
        case ConversionFailed(refund=refund):
            assert refund == Money(100, "USD")
        case UnknownEvent(event=name):
            assert name == "payment.refunded"


def test_errors_are_values_too():
    """Also how a test of yours makes one."""
    info = ErrorInfo(
        code="insufficient_funds",
        class_name="InsufficientFundsError",
        message="Too little.",
        outcome="not_executed",
        attempts=1,
        available=Money(10, "RWF"),
    )
    error = InsufficientFundsError(info)
    error.add_note("seen by a worker")
    twin = pickle.loads(pickle.dumps(error))
    assert type(twin) is InsufficientFundsError
    assert vars(twin) == vars(error)
    assert str(twin) == "Too little."
    assert twin.available == Money(10, "RWF")
    assert type(error).__module__ == "dgspay"
    assert issubclass(InsufficientFundsError, DgsPayError)

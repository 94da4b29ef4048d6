"""Cards: what this library encrypts, others decrypt; and none of it is ever shown."""

import base64
import copy
import json
import pickle

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from dgspay import (
    CardEncryptor,
    CardEntry,
    ConfigError,
    Customer,
    EncryptedCard,
    EncryptedPin,
    ValidationError,
    YearMonth,
)
from dgspay._native import CardCharge
from test_secrets import shown, told

FIELDS = ("number", "expiry_month", "expiry_year", "cvv")
FORMATS = ("hex12", "hex24")
FULL_WIDTH = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
KEY = base64.b64encode(bytes(range(32))).decode()

keys = st.binary(min_size=32, max_size=32).filter(lambda key: len(set(key)) > 1)
digits = st.characters(codec="ascii", categories=["Nd"])


def opened(key, nonce, field):
    """The field as the service reads it: by pyca's AES-GCM, and by the nonce's text alone."""
    iv = {12: str.encode, 24: bytes.fromhex}[len(nonce)](nonce)
    return AESGCM(key).decrypt(iv, base64.b64decode(field), None).decode()


@given(
    keys,
    st.sampled_from(FORMATS),
    st.text(digits, min_size=12, max_size=19),
    st.integers(1, 12),
    st.integers(2000, 2099),
    st.text(digits, min_size=3, max_size=4),
    st.data(),
)
def test_what_is_encrypted_is_decrypted(key, nonce_format, number, month, year, cvv, data):
    encryptor = CardEncryptor(base64.b64encode(key).decode(), nonce_format=nonce_format)
    spelling = "".join(data.draw(st.sampled_from(["", " ", "-"])) + digit for digit in number)
    card = encryptor.encrypt(
        spelling,
        data.draw(st.sampled_from([month, str(month), f"{month:02}"])),
        data.draw(st.sampled_from([year, str(year), f"{year % 100:02}"])),
        cvv,
    )
    assert len(card.nonce) == int(nonce_format[3:])
    found = [opened(key, card.nonce, getattr(card, name)) for name in FIELDS]
    assert found == [number, f"{month:02}", str(year), cvv]
    assert (card.warning is None) == passes_luhn(number)


def passes_luhn(number):
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2]]
    return (sum(doubled) + sum(map(int, number[::-2]))) % 10 == 0


@given(keys, st.sampled_from(FORMATS), st.text(digits, min_size=4, max_size=12))
def test_a_pin_that_is_encrypted_is_decrypted(key, nonce_format, pin):
    encrypted = CardEncryptor(base64.b64encode(key).decode(), nonce_format=nonce_format).encrypt_pin(pin)
    assert opened(key, encrypted.nonce, encrypted.pin) == pin


def test_another_key_does_not_open_it():
    """The control: it is really locked."""
    card = CardEncryptor(KEY).encrypt("4532123456789010", "12", "2028", "123")
    with pytest.raises(InvalidTag):
        opened(bytes(range(1, 33)), card.nonce, card.number)


@pytest.mark.parametrize("nonce_format", FORMATS)
def test_no_nonce_comes_twice(nonce_format):
    encryptor = CardEncryptor(KEY, nonce_format=nonce_format)
    nonces = {encryptor.encrypt_pin("1234").nonce for _ in range(10_000)}
    assert len(nonces) == 10_000


@given(st.text(), st.text() | st.integers(), st.text() | st.integers(), st.text())
def test_no_card_raises_anything_else(number, month, year, cvv):
    try:
        CardEncryptor(KEY).encrypt(number, month, year, cvv)
    except ValidationError as error:
        assert error.code == "invalid_card"
        assert error.field in FIELDS


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": "45321234567"}, "number"),
        ({"number": "4532 1234 5678 901O"}, "number"),
        ({"number": "4532123456789010".translate(FULL_WIDTH)}, "number"),
        ({"number": 4532123456789010}, "number"),
        ({"expiry_month": 13}, "expiry_month"),
        ({"expiry_month": True}, "expiry_month"),
        ({"expiry_month": 10**5000}, "expiry_month"),
        ({"expiry_year": 1999}, "expiry_year"),
        ({"expiry_year": 28.0}, "expiry_year"),
        ({"cvv": "12"}, "cvv"),
        ({"cvv": None}, "cvv"),
        ({"cvv": "1\udcff3"}, "cvv"),
    ],
)
def test_what_cannot_be_a_card_is_refused_and_not_repeated(wrong, field):
    card = {"number": "4532123456789010", "expiry_month": "12", "expiry_year": "2028", "cvv": "737"} | wrong
    error, text = told(lambda: CardEncryptor(KEY).encrypt(**card))
    assert isinstance(error, ValidationError)
    assert error.field == field
    typed = [str(value) for value in card.values() if value not in (True, None, 10**5000)]
    assert not any(value in text for value in typed if len(value) > 2)


@pytest.mark.parametrize("pin", ["123", "1" * 13, "12a4", "", 1234])
def test_what_cannot_be_a_pin_is_refused(pin):
    with pytest.raises(ValidationError) as caught:
        CardEncryptor(KEY).encrypt_pin(pin)
    assert caught.value.field == "pin"


@pytest.mark.parametrize(
    "key", ["", "short", "A" * 43 + "=", base64.b64encode(bytes(range(31))).decode(), "canary" * 8, 5]
)
def test_a_key_that_cannot_be_one(key):
    error, text = told(lambda: CardEncryptor(key))
    assert isinstance(error, ConfigError)
    assert error.code == ("invalid_setting" if key == 5 else "invalid_secret")
    assert "canary" not in text


def test_a_key_of_the_environment(monkeypatch):
    monkeypatch.delenv("DGSPAY_ENCRYPTION_KEY", raising=False)
    for make in (CardEncryptor, CardEncryptor.from_env):
        with pytest.raises(ConfigError, match="DGSPAY_ENCRYPTION_KEY"):
            make()
    monkeypatch.setenv("DGSPAY_ENCRYPTION_KEY", KEY)
    for make in (CardEncryptor, CardEncryptor.from_env):
        assert len(make(nonce_format="hex24").encrypt_pin("1234").nonce) == 24
        with pytest.raises(ConfigError, match="hex12 or hex24"):
            make(nonce_format="hex99")


@pytest.fixture
def card():
    return EncryptedCard("canary1", "canary2", "canary3", "canary4", "canary5", warning="look again")


def test_cards_show_nothing(card):
    customer = Customer("Aline", "Uwase", "aline@example.rw")
    charge = CardCharge(amount=5, card=card, customer=customer, redirect_url="https://a.b")
    pin = EncryptedPin("canary1", nonce="canary2")
    for value in (card, pin, charge):
        assert "canary" not in repr(value) + str(value) + f"{value}"
    assert repr(card).endswith("nonce=[redacted], warning='look again')")
    assert (card.number, pin.nonce) == ("canary1", "canary2"), "the control: it is in there"
    assert "canary" not in shown(CardEncryptor(KEY))


def test_a_traceback_shows_no_card(card):
    def careless(card):
        raise ZeroDivisionError

    assert "canary" not in told(lambda: careless(card))[1]


def test_a_card_is_not_pickled(card):
    customer = Customer("Aline", "Uwase", "aline@example.rw")
    charge = CardCharge(amount=5, card=card, customer=customer, redirect_url="https://a.b")
    for value in (card, EncryptedPin("canary1", "canary2"), charge, CardEncryptor(KEY)):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with pytest.raises((TypeError, pickle.PicklingError)):
                pickle.dumps(value, protocol)
        with pytest.raises(TypeError):
            copy.deepcopy(value)


def test_a_card_is_what_a_page_sends(card):
    sent = json.dumps({name: getattr(card, name) for name in (*FIELDS, "nonce")})
    again = EncryptedCard(**json.loads(sent))
    assert (again.number, again.nonce, again.warning) == ("canary1", "canary5", None)
    assert again == EncryptedCard("canary1", "canary2", "canary3", "canary4", "canary5")


def test_an_error_of_a_call_shows_no_card(pay, merchant, card, payment):
    payment = {name: payment[name] for name in ("amount", "redirect_url")}
    customer = Customer("Aline", "Uwase", "aline@example.rw", phone="0788123456")
    error, text = told(lambda: pay.charges.create_card(**payment, card=card, customer=customer))
    assert (type(error), error.service_code) == (ValidationError, "90")
    assert "canary" not in text + str(error.raw)
    assert merchant.seen("/assertions")["posts"] == 1
    error, text = told(lambda: pay.charges.authorize_otp("dgs_1", "canary"))
    assert "canary" not in text + str(error.raw)


def test_what_is_typed_into_a_field_is_shown_nowhere():
    number = CardEntry.number("4242 4242 4242 4242", 7)
    expiry = CardEntry.expiry("03/2029", today=YearMonth(2026, 11))
    assert (number.text, number.caret, number.brand) == ("4242 4242 4242 4242", 7, "visa")
    assert (expiry.text, expiry.month, expiry.year, expiry.expired) == ("03/29", 3, 2029, False)
    for entry in (number, expiry):
        assert "[redacted]" in repr(entry)
        assert not [private for private in ("4242", "29", "month=3") if private in f"{entry!r}{entry!s}"]
        with pytest.raises(TypeError):
            pickle.dumps(entry)


@given(st.text(), st.none() | st.integers(-(2**31), 2**31 - 1))
def test_a_field_takes_whatever_is_typed(typed, caret):
    for enter in (CardEntry.number, CardEntry.expiry):
        entry = enter(typed, caret)
        assert 0 <= entry.caret <= len(entry.text)
        assert enter(entry.text, entry.caret) == entry


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: CardEntry.number(4242424242424242), "typed"),
        (lambda: CardEntry.number("4242", "4"), "caret"),
        (lambda: CardEntry.number("4242", 2**31), "caret"),
        (lambda: CardEntry.expiry(b"03/29"), "typed"),
        (lambda: CardEntry.expiry("03/29", today="2026-11"), "today"),
    ],
)
def test_what_is_no_text_is_refused_and_not_shown(call, field):
    with pytest.raises(ValidationError) as refused:
        call()
    assert refused.value.field == field
    assert "4242" not in str(refused.value)

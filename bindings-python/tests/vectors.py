"""What the vectors call: each pure function of the public layer, given what a case's input says."""

import base64

from dgspay import (
    AsyncDgsPay,
    AsyncRohoPay,
    CardEncryptor,
    CardEntry,
    CheckoutReturn,
    DgsPay,
    EncryptedCard,
    EncryptedPin,
    FeeSchedule,
    FeeTier,
    Money,
    PhoneNumber,
    RohoPay,
    Webhook,
    YearMonth,
)
from dgspay._native import hmac_for_tests, panic_for_tests, seal_for_tests

CLIENTS = {"dgs": (DgsPay, AsyncDgsPay), "roho": (RohoPay, AsyncRohoPay)}
CARD = ("number", "expiry_month", "expiry_year", "cvv")


def amount(value, currency=None):
    """As it is passed: what names no currency goes in as it stands there."""
    if isinstance(value, dict):
        return Money(value["amount"], value["currency"])
    return value if currency is None else Money(value, currency)


def money(data):
    return amount(data["amount"], data.get("currency", "RWF"))


def settings(data):
    in_seconds = {"timeout": data["timeout_ms"] / 1000} if "timeout_ms" in data else {}
    return {name: value for name, value in data.items() if name != "timeout_ms"} | in_seconds


def body(data):
    return base64.b64decode(data["body_base64"]) if "body_base64" in data else data["body"].encode()


def encryptor(data, merchants_key=None):
    options = {name: data[name] for name in ("nonce_format",) if name in data}
    return CardEncryptor(data.get("encryption_key", merchants_key), **options)


def encrypted_card(data, merchants_key=None):
    if "nonce" in data:
        return EncryptedCard(**data)
    return encryptor(data, merchants_key).encrypt(**{name: data[name] for name in CARD})


def encrypted_pin(data, merchants_key=None):
    if "nonce" in data:
        return EncryptedPin(data["pin"], data["nonce"])
    return encryptor(data, merchants_key).encrypt_pin(data["pin"])


def sizes(sealed, *names):
    """How much the fields hold: what they hold is random."""
    decoded = {f"{name}_bytes": len(base64.b64decode(getattr(sealed, name))) for name in names}
    return decoded | {"nonce_length": len(sealed.nonce), "warning": getattr(sealed, "warning", None)}


def schedule(data):
    def parts(of):
        money = {name: amount(of[name], data.get("currency")) for name in FEES if name in of}
        return money | {name: of[name] for name in ("percent",) if name in of}

    if "tiers" in data:
        rounding = {name: data[name] for name in ("rounding",) if name in data}
        return FeeSchedule([FeeTier(**parts(tier)) for tier in data["tiers"]], **rounding)
    return FeeSchedule.percent(**parts(data)) if "percent" in data else FeeSchedule.flat(parts(data)["flat"])


FEES = ("up_to", "flat", "minimum", "maximum")


def bytes_of(data, *names):
    return [bytes.fromhex(data[name]) for name in names]


VECTORS = {
    "money.parse": money,
    "money.add": lambda data: money(data["left"]) + money(data["right"]),
    "money.subtract": lambda data: money(data["left"]) - money(data["right"]),
    "money.compare": lambda data: money(data["left"]).compare(money(data["right"])),
    "phone.parse": lambda data: {
        name: getattr(PhoneNumber(data["text"], data["country"]), name)
        for name in ("country", "country_code", "national", "e164", "network")
    },
    "card.encrypt": lambda data: sizes(encrypted_card(data), *CARD),
    "card.encrypt_pin": lambda data: sizes(encrypted_pin(data), "pin"),
    "card_entry.number": lambda data: CardEntry.number(**data),
    "card_entry.expiry": lambda data: CardEntry.expiry(**data | {"today": YearMonth(**data["today"])}),
    "fees.quote": lambda data: schedule(data).quote(amount(data["amount"], data.get("currency"))),
    "fees.gross_up": lambda data: schedule(data).gross_up(amount(data["amount"], data.get("currency"))),
    "webhook.new": lambda data: Webhook(data["secrets"]) and {},
    "webhook.sign": lambda data: Webhook.sign(data["secret"], data["body"]),
    "webhook.verify": lambda data: Webhook(data["secrets"]).verify(body(data), data["signature"]),
    "client.new": lambda data: [client(**settings(data)) for client in CLIENTS["dgs"]] and {},
    "roho.new": lambda data: [client(**settings(data)) for client in CLIENTS["roho"]] and {},
    "checkout_return.parse": lambda data: CheckoutReturn.parse(data["return_url"]),
    "internal.panic": lambda _: panic_for_tests().wait(),
    "internal.seal": lambda data: seal_for_tests(*bytes_of(data, "key", "nonce", "aad", "plaintext")).hex(),
    "internal.hmac": lambda data: hmac_for_tests(*bytes_of(data, "key", "message")).hex(),
}

"""Webhooks: the signature of the bytes that arrived, and then an event that can be used."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from importlib.metadata import version
from typing import Any

from computing import turns

Verify = Callable[[], object]
"""Verifies the task's webhook once and gives back the event."""


def dgspay(body: bytes, secret: str) -> Verify:
    from dgspay import PaymentSucceeded, Webhook

    webhook, signature = Webhook(secret), hexadecimal(body, secret)

    def verify() -> object:
        match webhook.verify(body, signature):
            case PaymentSucceeded() as event:
                return event
            case other:
                raise ValueError(other)

    return verify


@dataclass(frozen=True, slots=True)
class Succeeded:
    """What careful people write for themselves."""

    reference: str
    charge_id: str
    amount: Decimal
    currency: str
    fee: Decimal
    net_amount: Decimal
    timestamp: datetime
    environment: str


def standard_library(body: bytes, secret: str) -> Verify:
    signature, key = hexadecimal(body, secret), secret.encode()

    def verify() -> Succeeded:
        if not hmac.compare_digest(hmac.digest(key, body, "sha256").hex(), signature):
            raise ValueError("the signature is wrong")
        event = json.loads(body)
        if event["event"] != "payment.success":
            raise ValueError(event["event"])
        return Succeeded(
            event["dgs_reference"],
            event["flw_charge_id"],
            Decimal(event["amount"]),
            event["currency"],
            Decimal(event["merchant_fee"]),
            Decimal(event["net_amount"]),
            datetime.fromisoformat(event["timestamp"]),
            event["environment"],
        )

    return verify


def standardwebhooks(body: bytes, secret: str) -> Verify:
    from standardwebhooks import Webhook

    key = secret.removeprefix("whsec_")
    now = str(int(time.time()))
    signed = hmac.digest(base64.b64decode(key), f"msg_1.{now}.".encode() + body, "sha256")
    sent = {
        "webhook-id": "msg_1",
        "webhook-timestamp": now,
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }
    webhook = Webhook(secret)
    return lambda: webhook.verify(body, sent)


def stripe(body: bytes, secret: str) -> Verify:
    import stripe

    now = str(int(time.time()))
    signed = hmac.new(secret.encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
    header = f"t={now},v1={signed}"
    return lambda: stripe.Webhook.construct_event(body, header, secret)


def hexadecimal(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


CONTENDERS = {
    "dgspay": dgspay,
    "hmac, json": standard_library,
    "standardwebhooks": standardwebhooks,
    "stripe": stripe,
}


def prepare(name: str, task: dict[str, Any]) -> tuple[str, Callable[[float, int], int]]:
    body, secret = task["body"].encode(), task["secret"]
    # Stripe and the standard refuse what was signed minutes ago: signed anew for every turn.
    make = CONTENDERS[name]
    assert make(body, secret)()
    return (
        "" if make is standard_library else version(name),
        lambda seconds, in_flight: turns(make(body, secret))(seconds, in_flight),
    )

"""The conformance suite in Python, on the public layer (`tests/README.md` is the contract).

`dgspay` is whatever this interpreter has installed; `scripts/test-python` installs it from dist/. Each
case runs twice, through the client that blocks and through the one for asyncio, and passes if both do.
Without DGSPAY_READY, as `cargo xtask conformance` sets it, only the vectors are run.
"""

import asyncio
import base64
import faulthandler
import json
import os
import re
import sys
import time
import traceback
from collections import Counter
from datetime import datetime
from pathlib import Path

from dgspay import (
    AsyncDgsPay,
    AsyncRohoPay,
    BillingAddress,
    CardEncryptor,
    CardEntry,
    CheckoutReturn,
    Customer,
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
from plain import compare, outcome, plain
from sandbox import Control

TESTS = Path(os.environ.get("DGSPAY_TESTS", Path(__file__).parents[2] / "tests"))
LONGEST_RUN = 2400
CLIENTS = {"dgs": (DgsPay, AsyncDgsPay), "roho": (RohoPay, AsyncRohoPay)}
FLAVOURS = ("blocking", "asyncio")
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


def arguments(call, data, merchants_key):
    """The arguments of a call: what the data says, as Python says it."""
    given = dict(data)
    takes_currency = call == "payment_links.create" or call.startswith("roho.")
    currency = None if takes_currency else given.pop("currency", None)
    if call == "charges.authorize_pin":
        return {"charge": given["charge"], "pin": encrypted_pin(data, merchants_key)}
    as_python = {
        "customer": lambda who: Customer(**who),
        "address": lambda where: BillingAddress(**where),
        "card": lambda card: encrypted_card(card, merchants_key),
    }
    as_python |= dict.fromkeys(("expires_at", "from_time", "to_time"), datetime.fromisoformat)
    as_python |= dict.fromkeys(("amount", "min_amount", "max_amount"), lambda value: amount(value, currency))
    return settings({name: as_python.get(name, lambda value: value)(value) for name, value in given.items()})


SAME = ("idempotency_key", "request_id", "body_sha256")
COUNTS = ("posts", "payments_executed", "payouts_executed", "conversions_executed", "trap_hits", "paid_twice")


class Scenario:
    """A merchant of its own in the sandbox, and what its steps have saved."""

    def __init__(self, case, control, flavour):
        self.case, self.control, self.flavour = case, control, flavour
        self.merchant, self.taken = control.merchant(**case.get("merchant", {})), Counter()
        self.saved = {"merchant": self.merchant.opened}
        self.choose(case.get("client", {}))

    def play(self):
        for fault in self.case.get("faults", []):
            self.merchant.fault(**fault)
        for place, step in enumerate(self.case["steps"], 1):
            try:
                self.step(self.filled(step))
            except AssertionError as why:
                raise AssertionError(f"{self.flavour}, step {place}: {why}") from None
        found = self.merchant.seen("/assertions")
        found["paid_twice"] = len(found["paid_twice"])
        wanted = {"trap_hits": 0, "paid_twice": 0, "ledger_balanced": True}
        wanted |= {name: value for name, value in self.case.items() if name in COUNTS}
        compare(wanted, found, "assertions")
        log = self.merchant.seen("/requests")["requests"]
        if "requests" in self.case:
            compare(self.case["requests"], [f"{entry['method']} {entry['operation']}" for entry in log])
        if self.case.get("one_key"):
            posts = {tuple(entry.get(name) for name in SAME) for entry in log if entry["method"] == "POST"}
            compare([["$any"] * len(SAME)], [list(post) for post in posts], "one_key")

    def step(self, step):
        match step:
            case {"call": name, "input": data}:
                self.ended(step, lambda: self.call(name, data, settings(step.get("options", {}))))
            case {"client": wanted}:
                self.choose(wanted)
            case {"fault": _}:
                self.merchant.fault(**step)
            case {"push": decision}:
                self.merchant.decide(decision, step.get("reference"))
            case {"advance_ms": _}:
                self.control.ask("POST", "/clock", step)
            case {"control": line}:
                self.ended(step, lambda: self.control.ask(*line.split(" ", 1), step.get("body")))
            case {"webhook": event}:
                told = self.delivery(event)
                webhook = Webhook(self.merchant.opened[self.service]["webhook_secret"])
                self.ended(step, lambda: webhook.verify(body(told), told["signature"]))

    def choose(self, wanted):
        """The client through which the calls go from here on."""
        own = dict(wanted)
        self.service, key = own.pop("service", "dgs"), own.pop("key", "test")
        given = self.merchant.settings if self.service == "dgs" else self.merchant.roho_settings(key)
        self.settings, self.client = settings(given | own), None

    def call(self, name, data, options):
        resource, method = name.split(".")
        if self.client is None:
            self.client = CLIENTS[self.service][FLAVOURS.index(self.flavour)](**self.settings)
        given = arguments(name, data, self.merchant.dgs["encryption_key"]) | options
        owner = self.client if resource == "roho" else getattr(self.client, resource)
        call = getattr(owner, method)
        if self.flavour == "blocking":
            found = call(**given)
            return list(found) if hasattr(found, "__next__") else found

        async def awaited():
            found = call(**given)
            return [item async for item in found] if hasattr(found, "__anext__") else await found

        return asyncio.run(awaited())

    def ended(self, step, call):
        found = outcome(lambda: self.saved.setdefault(step.get("save"), call()))
        self.saved.pop(None, None)
        if "expect" in step:
            compare(step["expect"], found)

    def delivery(self, event):
        """The next one of this event that no earlier step has taken, waited for up to 5 s."""
        self.taken[event] += 1
        for _ in range(50):
            found = [d for d in self.merchant.seen("/webhooks")["webhooks"] if d["event"] == event]
            if len(found) >= self.taken[event]:
                return found[self.taken[event] - 1]
            time.sleep(0.1)
        raise AssertionError(f"no {event} within 5 s")

    def filled(self, value):
        """The step with every `$name.field` replaced by what was saved; `$name` is the whole of it."""
        if isinstance(value, dict):
            return {name: self.filled(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        if not isinstance(value, str):
            return value
        whole = re.fullmatch(PATH, value)
        if whole and whole[1] in self.saved:
            return self.part(whole)
        return re.sub(PATH, lambda path: self.part(path) if path[1] in self.saved else path[0], value)

    def part(self, path):
        saved = self.saved[path[1]]
        return plain(saved)[path[2]] if path[2] else saved


PATH = r"\$(\w+)(?:\.(\w+))?"


def run(case, control):
    """What went wrong; empty if nothing did."""
    try:
        if "call" in case:
            compare(case["expect"], outcome(lambda: VECTORS[case["call"]](case["input"])))
        else:
            for flavour in FLAVOURS:
                Scenario(case, control, flavour).play()
    except AssertionError as why:
        return str(why)
    except Exception:
        return traceback.format_exc(limit=-3)
    return ""


def main():
    ready = os.environ.get("DGSPAY_READY")
    kinds = ["vectors", "scenarios"] if ready else ["vectors"]
    files = [path for kind in kinds for path in sorted((TESTS / kind).rglob("*.json"))]
    cases = [case for path in files for case in json.loads(path.read_text("utf-8"))["cases"]]
    faulthandler.dump_traceback_later(LONGEST_RUN, exit=True)
    results = [(case["id"], run(case, ready and Control(json.loads(ready)))) for case in cases]
    faulthandler.cancel_dump_traceback_later()
    failed = [(name, detail) for name, detail in results if detail]
    for name, detail in failed:
        print(f"FAILED {name}: {detail}")
    if report := os.environ.get("DGSPAY_REPORT"):
        with open(report, "w", encoding="utf-8") as file:
            for name, detail in results:
                line = {"id": name, "language": "python", "result": "fail" if detail else "pass"}
                print(json.dumps(line | {"detail": detail}), file=file)
    print(f"conformance, python: {len(results) - len(failed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

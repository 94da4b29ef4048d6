"""The conformance suite in Python, on the public layer (`tests/README.md` is the contract).

`dgspay` is whatever this interpreter has installed; `scripts/test-python` installs it from dist/. Each
case runs twice, through `DgsPay` and through `AsyncDgsPay`, and passes if both do. Without
DGSPAY_READY, as `cargo xtask conformance` sets it, only the vectors are run.
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
from pathlib import Path

from dgspay import AsyncDgsPay, Customer, DgsPay, Money, PhoneNumber, Webhook
from dgspay._native import panic_for_tests
from plain import compare, outcome, plain
from sandbox import Control

TESTS = Path(os.environ.get("DGSPAY_TESTS", Path(__file__).parents[2] / "tests"))
LONGEST_RUN = 1200
FLAVOURS = (DgsPay, AsyncDgsPay)


def money(data):
    return Money(data["amount"], data.get("currency", "RWF"))


def settings(data):
    in_seconds = {"timeout": data["timeout_ms"] / 1000} if "timeout_ms" in data else {}
    return {name: value for name, value in data.items() if name != "timeout_ms"} | in_seconds


def body(data):
    return base64.b64decode(data["body_base64"]) if "body_base64" in data else data["body"].encode()


VECTORS = {
    "money.parse": money,
    "money.add": lambda data: money(data["left"]) + money(data["right"]),
    "money.subtract": lambda data: money(data["left"]) - money(data["right"]),
    "money.compare": lambda data: money(data["left"]).compare(money(data["right"])),
    "phone.parse": lambda data: {
        name: getattr(PhoneNumber(data["text"], data["country"]), name)
        for name in ("country", "country_code", "national", "e164", "network")
    },
    "webhook.new": lambda data: Webhook(data["secrets"]) and {},
    "webhook.sign": lambda data: Webhook.sign(data["secret"], data["body"]),
    "webhook.verify": lambda data: Webhook(data["secrets"]).verify(body(data), data["signature"]),
    "client.new": lambda data: [flavour(**settings(data)) for flavour in FLAVOURS] and {},
    "internal.panic": lambda _: panic_for_tests().wait(),
}


def charge(pay, data, options):
    data = dict(data, customer=Customer(**data["customer"]))
    if "currency" in data:
        data["amount"] = Money(data["amount"], data.pop("currency"))
    return pay.charges.create_mobile_money(**data, **options)


CALLS = {
    "charges.create_mobile_money": charge,
    "charges.wait": lambda pay, data, _: pay.charges.wait(data["charge"], data["timeout_ms"] / 1000),
    "wallet.balances": lambda pay, _, options: pay.wallet.balances(**options),
    "transactions.get": lambda pay, data, options: pay.transactions.get(**data, **options),
    "transactions.list": lambda pay, data, options: pay.transactions.list(**data, **options),
    "transactions.iter": lambda pay, data, options: pay.transactions.iter(**data, **options),
}


class Scenario:
    """A merchant of its own in the sandbox, and what its steps have saved."""

    def __init__(self, case, control, client):
        self.case, self.control, self.client = case, control, client
        self.saved, self.taken = {}, Counter()
        self.merchant = control.merchant(**case.get("merchant", {}))
        self.settings = settings(self.merchant.settings | case.get("client", {}))

    def play(self):
        for fault in self.case.get("faults", []):
            self.merchant.fault(**fault)
        for place, step in enumerate(self.case["steps"], 1):
            try:
                self.step(self.filled(step))
            except AssertionError as why:
                raise AssertionError(f"{self.client.__name__}, step {place}: {why}") from None
        found = self.merchant.seen("/assertions")
        found["paid_twice"] = len(found["paid_twice"])
        wanted = {"trap_hits": 0, "paid_twice": 0, "ledger_balanced": True}
        for name in ("posts", "payments_executed", "trap_hits", "paid_twice"):
            wanted |= {name: self.case[name]} if name in self.case else {}
        compare(wanted, found, "assertions")
        if "requests" in self.case:
            log = self.merchant.seen("/requests")["requests"]
            compare(self.case["requests"], [f"{entry['method']} {entry['operation']}" for entry in log])

    def step(self, step):
        match step:
            case {"call": name}:
                options = settings(step.get("options", {}))
                self.ended(step, lambda: self.call(CALLS[name], step.get("input", {}), options))
            case {"fault": _}:
                self.merchant.fault(**step)
            case {"push": decision}:
                self.merchant.decide(decision, step.get("reference"))
            case {"advance_ms": _}:
                self.control.ask("POST", "/clock", step)
            case {"webhook": event}:
                told = self.delivery(event)
                webhook = Webhook(self.merchant.dgs["webhook_secret"])
                self.ended(step, lambda: webhook.verify(body(told), told["signature"]))

    def call(self, call, data, options):
        pay = self.client(**self.settings)
        if self.client is DgsPay:
            found = call(pay, data, options)
            return list(found) if hasattr(found, "__next__") else found

        async def awaited():
            found = call(pay, data, options)
            return [item async for item in found] if hasattr(found, "__anext__") else await found

        return asyncio.run(awaited())

    def ended(self, step, call):
        compare(step["expect"], outcome(lambda: self.saved.setdefault(step.get("save"), call())))
        self.saved.pop(None, None)

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
        """The step with every `$name.field` replaced by what was saved; `$name` alone is the whole."""
        if isinstance(value, dict):
            return {name: self.filled(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        path = re.fullmatch(r"\$(\w+)(?:\.(\w+))?", str(value))
        if path is None or path[1] not in self.saved:
            return value
        saved = self.saved[path[1]]
        return plain(saved)[path[2]] if path[2] else saved


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

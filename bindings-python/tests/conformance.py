"""The conformance suite in Python, on the public layer (`tests/README.md` is the contract).

`dgspay` is whatever this interpreter has installed; `scripts/test-python` installs it from dist/. Each
case runs through the client that blocks and through the one for asyncio, and passes if both do; with
DGSPAY_FLAVOUR through that one alone, as `cargo xtask conformance` runs both at the same time. Without
DGSPAY_READY, which it sets as well, only the vectors are run.
"""

import asyncio
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

from dgspay import BillingAddress, Customer, Webhook
from plain import compare, outcome, plain
from sandbox import Control
from vectors import CLIENTS, VECTORS, amount, body, encrypted_card, encrypted_pin, settings

TESTS = Path(os.environ.get("DGSPAY_TESTS", Path(__file__).parents[2] / "tests"))
LONGEST_RUN = 2400
FLAVOURS = ("blocking", "asyncio")
PLAYED = tuple(filter(None, [os.environ.get("DGSPAY_FLAVOUR")])) or FLAVOURS


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
            for flavour in PLAYED:
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

"""The one form into which every language brings its results, and the comparison."""

import inspect
from datetime import datetime
from decimal import Decimal

from dgspay import DgsPayError, Event, Money, PhoneNumber


def plain(value):
    """The one form into which every language brings its results."""
    match value:
        case Money(amount, currency):
            return {"amount": f"{amount:f}", "currency": currency, "text": str(value)}
        case PhoneNumber():
            return value.e164
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case list():
            return [plain(item) for item in value]
        case None | str() | int() | dict():
            return value
    names = [name for name, what in inspect.getmembers(type(value)) if inspect.isdatadescriptor(what)]
    fields = {name: plain(getattr(value, name)) for name in names if not name.startswith("_")}
    return fields | {"type": value.kind} if isinstance(value, Event) else fields


def plain_error(error):
    fields = {name: plain(value) for name, value in vars(error).items() if not name.startswith("_")}
    return fields | {"class": type(error).__name__}


def outcome(call):
    try:
        return {"ok": plain(call())}
    except DgsPayError as error:
        return {"error": plain_error(error)}


def compare(expect, found, path="result"):
    """Only what `expect` names is compared."""
    is_text = isinstance(expect, str) and isinstance(found, str)
    match expect:
        case "$any" if found not in (None, "", []):
            return
        case {"$not": form}:
            if passes(form, found, path):
                raise AssertionError(f"{path}: {found!r} passes {form!r}")
            return
        case {"$begins": beginning} if isinstance(found, str) and found.startswith(beginning):
            return
        case str() if path.endswith(".message") and is_text and expect in found:
            return
        case dict() if isinstance(found, dict):
            for name, wanted in expect.items():
                compare(wanted, found.get(name), f"{path}.{name}")
            return
        case list() if isinstance(found, list) and len(expect) == len(found):
            for place, wanted in enumerate(expect):
                compare(wanted, found[place], f"{path}[{place}]")
            return
    if type(expect) is not type(found) or expect != found:
        raise AssertionError(f"{path}: expected {expect!r}, found {found!r}")


def passes(form, found, path):
    try:
        compare(form, found, path)
    except AssertionError:
        return False
    return True

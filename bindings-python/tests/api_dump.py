"""The public surface of the installed package as JSON, for `cargo xtask parity` (`tests/README.md`)."""

import inspect
import json
import typing

import dgspay
from dgspay import DgsPayError, ErrorInfo, Event, _native, types

RESOURCES = {
    "banks": dgspay.Banks,
    "charges": dgspay.Charges,
    "disbursements": dgspay.Disbursements,
    "payment_links": dgspay.PaymentLinks,
    "transactions": dgspay.Transactions,
    "wallet": dgspay.Wallet,
}
# Native classes that do something, and what they are called there. Nobody makes a `CardEntry`.
TOOLS = {
    "card_encryptor": dgspay.CardEncryptor,
    "card_entry": dgspay.CardEntry,
    "fee_schedule": dgspay.FeeSchedule,
    "webhook": dgspay.Webhook,
}
# What every call takes, in the same words everywhere: a language's own idiom. `wait` has its own timeout.
OPTIONS = {"timeout", "max_retries", "idempotency_key"}


def fields(model):
    """The properties of a native class."""
    found = inspect.getmembers(model, inspect.isdatadescriptor)
    return [name for name, _ in found if not name.startswith("_")]


def arguments(method, options=frozenset()):
    """The names of a method's arguments, without those that all calls share."""
    keywords = {p.name: p.kind for p in inspect.signature(method).parameters.values()}
    shared = options if options <= keywords.keys() else options - {"timeout"}
    return [name for name in keywords if name != "self" and name not in shared]


def methods(owner):
    """The public methods of a class."""
    found = inspect.getmembers(owner, callable)
    return {
        name: method for name, method in found if not name.startswith("_") and not inspect.isclass(method)
    }


public = {name: getattr(dgspay, name) for name in dgspay.__all__ if name != "__version__"}
native = [value for value in public.values() if value in vars(_native).values()]
models = {model.__name__: model for model in native if model not in (ErrorInfo, Event, *TOOLS.values())}
variants = {name: value for name, value in vars(Event).items() if inspect.isclass(value)}
shapes = {name: fields(model) for name, model in models.items()} | {
    f"Event.{name}": [field for field in fields(variant) if field != "kind"]
    for name, variant in variants.items()
}
words = {name: getattr(types, name) for name in _native.words()}
errors = {name: error for name, error in public.items() if issubclass(error, DgsPayError)}
surface = {
    "types": shapes,
    "enums": {name: typing.get_args(typing.get_args(alias)[0]) for name, alias in words.items()},
    "methods": {
        f"{resource}.{name}": arguments(method, OPTIONS)
        for resource, owner in RESOURCES.items()
        for name, method in methods(owner).items()
    }
    | {
        f"{tool}.{name}": arguments(method)
        for tool, owner in TOOLS.items()
        for name, method in methods(owner).items()
    }
    | {f"{tool}.new": arguments(owner) for tool, owner in TOOLS.items() if owner is not dgspay.CardEntry}
    | {f"roho.{name}": arguments(method, OPTIONS) for name, method in methods(dgspay.RohoPay).items()}
    | {"checkout_return.parse": arguments(dgspay.CheckoutReturn.parse)}
    | {"client.new": arguments(dgspay.DgsPay), "roho.new": arguments(dgspay.RohoPay)},
    "errors": {name: error.__base__.__name__ for name, error in errors.items() if error is not DgsPayError},
    "error_fields": sorted(inspect.get_annotations(DgsPayError)),
}
print(json.dumps(surface, indent=1, sort_keys=True))

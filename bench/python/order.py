"""The one call that every client makes, in the words of dgspay and in those of everybody else."""

import json
from typing import Any


def written(order: dict[str, Any]) -> bytes:
    """The body as it has to leave: JSON without spaces."""
    return json.dumps(order, separators=(",", ":")).encode()


def headers(task: dict[str, Any]) -> dict[str, str]:
    return {**task["headers"], "content-type": "application/json"}


def arguments(order: dict[str, Any], customer: type) -> dict[str, Any]:
    """What our users write for the same charge; `customer` is the class of that name, which peers do not have."""
    return {
        "amount": order["amount"],
        "phone": "0788 123 456",
        "network": order["mobile_money_network"],
        "customer": customer(
            order["customer_first_name"], order["customer_last_name"], order["customer_email"]
        ),
        "redirect_url": order["redirect_url"],
        "narration": order["narration"],
    }


def check(reference: str, task: dict[str, Any]) -> None:
    if reference != task["reference"]:
        raise ValueError(f"the answer names {reference}")

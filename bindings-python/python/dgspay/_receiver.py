"""What a receiver of webhooks does, whatever the framework: the adapters are built on it."""

from __future__ import annotations

from ._errors import DecodeError, SignatureError
from ._native import Webhook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .types import Secrets

HEADER = "X-DGS-Signature"

RECEIVED = {"status": "received"}
"""What the service takes for delivered, with the status 200."""

NOT_BELIEVED = (SignatureError, DecodeError)
"""Everything that `Webhook.verify` raises."""


def verifier(secrets: Webhook | Secrets | None) -> Webhook:
    """What was given, or what stands in the environment. It is made where the receiver is: a receiver
    that could believe nothing, or anybody, is never started.
    """
    return secrets if isinstance(secrets, Webhook) else Webhook(secrets)


def refusal(error: SignatureError | DecodeError) -> tuple[dict[str, str], int]:
    """The answer to what is not believed, and its status."""
    return {"error": error.code}, 401 if isinstance(error, SignatureError) else 400

"""How a call ends on the thread that makes it."""

from __future__ import annotations

from sys import modules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._native import Call


def finish(call: Call) -> Any:
    """Makes the call and waits for its end.

    Ctrl-C, or any signal whose handler raises, ends the waiting. A read is given up then; a payment
    goes on, and the exception gets a note that says so.
    """
    asyncio = modules.get("asyncio")  # where nobody has imported it, no loop is running
    if asyncio is not None and asyncio._get_running_loop() is not None:
        _warn_in_a_loop()
    return call.wait()


def _warn_in_a_loop() -> None:
    import warnings

    warnings.warn(
        "This call stops the running event loop until it has ended; use AsyncDgsPay or AsyncRohoPay, "
        "or asyncio.to_thread.",
        RuntimeWarning,
        stacklevel=4,
    )

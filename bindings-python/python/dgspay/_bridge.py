"""How a call ends in an event loop.

A worker thread of the core leaves the end in the loop's `Completions` and wakes the loop; the loop's
own thread makes Python objects of it. No thread that Python did not make ever enters Python, so there
is nothing to crash into when the interpreter ends.
"""

from __future__ import annotations

import os
from asyncio import CancelledError, get_running_loop, wait
from weakref import WeakKeyDictionary, finalize, ref

from ._native import Call, Completions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Future
    from typing import Any
    from weakref import ReferenceType


class Bridge:
    """The calls of one event loop that have not ended."""

    def __init__(self, loop: AbstractEventLoop) -> None:
        self._completions = Completions()
        self._waiting: dict[int, Future[Any]] = {}
        self._last = 0
        try:
            loop.add_reader(self._completions.fileno(), self.drain)
        except NotImplementedError:  # Windows' proactor loop
            self._drain_from_a_thread(loop)

    def start(self, call: Call, loop: AbstractEventLoop) -> int:
        """Makes the call and gives its number."""
        self._last = number = self._last + 1
        call.start(self._completions, number)
        self._waiting[number] = loop.create_future()
        return number

    def end_of(self, number: int) -> Future[Any]:
        """What holds the call's result or error, or will; one that was cancelled is replaced."""
        future = self._waiting[number]
        if future.cancelled():
            future = self._waiting[number] = future.get_loop().create_future()
        return future

    def forget(self, number: int) -> None:
        """Nobody waits for this call any more."""
        del self._waiting[number]

    def drain(self) -> None:
        """Hands over what has ended, on the loop's thread.

        Where calls have ended, others soon will: while that is so, the loop looks again whenever it comes
        round, and nobody has to wake it.
        """
        try:
            for number, value, error in self._completions.take():
                if number not in self._waiting:
                    continue
                if error is None:
                    self.end_of(number).set_result(value)
                else:
                    self.end_of(number).set_exception(error)
        finally:
            if self._completions.awake:
                get_running_loop().call_soon(self.drain)

    def _drain_from_a_thread(self, loop: AbstractEventLoop) -> None:
        from threading import Thread

        finalize(loop, self._completions.close)
        arguments = (self._completions, ref(loop), ref(self))
        Thread(target=_watch, args=arguments, name="dgspay-loop", daemon=True).start()


def _watch(
    completions: Completions, loop: ReferenceType[AbstractEventLoop], bridge: ReferenceType[Bridge]
) -> None:
    while completions.wait():
        running, drained = loop(), bridge()
        if running is None or drained is None:
            return
        try:
            running.call_soon_threadsafe(drained.drain)
        except RuntimeError:  # the loop was closed
            return
        del running, drained


_bridges: WeakKeyDictionary[AbstractEventLoop, Bridge] = WeakKeyDictionary()
if hasattr(os, "register_at_fork"):
    # The child's loops are new ones; the parent's sockets are not to be read here.
    os.register_at_fork(after_in_child=_bridges.clear)


def _bridge(loop: AbstractEventLoop) -> Bridge:
    for known in _bridges.keyrefs():
        closed = known()
        if closed is not None and closed.is_closed():
            _bridges.pop(closed, None)
    bridge = _bridges[loop] = Bridge(loop)
    return bridge


async def finish(call: Call) -> Any:
    """Makes the call and waits for its end.

    A read whose task is cancelled is given up. A payment goes on, and the CancelledError gets a note
    that says so.
    """
    loop = get_running_loop()
    bridge = _bridges.get(loop) or _bridge(loop)
    number = bridge.start(call, loop)
    try:
        return await bridge.end_of(number)
    except CancelledError as stopped:
        call.cancel()
        await _explain(call, stopped, bridge.end_of(number))
        raise
    except GeneratorExit:
        call.cancel()
        raise
    finally:
        bridge.forget(number)


async def _explain(call: Call, stopped: BaseException, end: Future[Any]) -> None:
    try:
        await wait([end])  # the core ends a call that was told to stop at once
    except CancelledError:
        return
    call.explain(stopped, end.exception() or end.result())

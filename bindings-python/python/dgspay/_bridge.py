"""How a call ends in an event loop.

A worker thread of the core leaves the end in the loop's `Completions` and wakes the loop; the loop's
own thread makes Python objects of it. No thread that Python did not make ever enters Python, so there
is nothing to crash into when the interpreter ends.
"""

from __future__ import annotations

from ._native import Call, Completions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Future
    from typing import Any
    from weakref import ReferenceType, WeakKeyDictionary

_bridges: WeakKeyDictionary[AbstractEventLoop, Bridge] | None = None


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
        self._last += 1
        call.start(self._completions, self._last)
        self._waiting[self._last] = loop.create_future()
        return self._last

    def end_of(self, number: int, loop: AbstractEventLoop) -> Future[Any]:
        """What will hold the call's result or error; a cancelled one is replaced."""
        future = self._waiting[number]
        if future.cancelled():
            future = self._waiting[number] = loop.create_future()
        return future

    def forget(self, number: int) -> None:
        """Nobody waits for this call any more."""
        self._waiting.pop(number, None)

    def drain(self) -> None:
        """Hands over what has ended, on the loop's thread."""
        for number, value, error in self._completions.take():
            future = self._waiting.get(number)
            if future is None or future.done():
                continue
            if error is None:
                future.set_result(value)
            else:
                future.set_exception(error)

    def _drain_from_a_thread(self, loop: AbstractEventLoop) -> None:
        from threading import Thread
        from weakref import finalize, ref

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


def _bridge(loop: AbstractEventLoop) -> Bridge:
    global _bridges
    if _bridges is None:
        from os import register_at_fork
        from weakref import WeakKeyDictionary

        _bridges = WeakKeyDictionary()
        # The child's loops are new ones; the parent's sockets are not to be read here.
        register_at_fork(after_in_child=_bridges.clear)
    bridge = _bridges.get(loop)
    if bridge is None:
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
    from asyncio import CancelledError, get_running_loop

    loop = get_running_loop()
    bridge = _bridge(loop)
    number = bridge.start(call, loop)
    try:
        return await bridge.end_of(number, loop)
    except CancelledError as stopped:
        call.cancel()
        await _explain(call, stopped, bridge.end_of(number, loop))
        raise
    except GeneratorExit:
        call.cancel()
        raise
    finally:
        bridge.forget(number)


async def _explain(call: Call, stopped: BaseException, end: Future[Any]) -> None:
    from asyncio import CancelledError, wait

    try:
        await wait([end])  # the core ends a call that was told to stop at once
    except CancelledError:
        return
    call.explain(stopped, end.exception() or end.result())

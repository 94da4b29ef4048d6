"""Who waits may stop, by a signal or a cancelled task: a read is given up, a payment goes on and says so."""

import asyncio
import gc
import os
import signal
import threading
import time
import warnings
import weakref

import pytest
import uvloop

from dgspay import AsyncDgsPay, ConnectionError, DgsPay, DgsPayError, Money, OutcomeUnknownError
from dgspay import _bridge as bridge

SLOW = 3_000
SOON = 1.5
WARNING = "The payment may have been made: do not repeat it."


class NoReaders(asyncio.SelectorEventLoop):
    """As Windows' proactor loop: `add_reader` is not there."""

    def add_reader(self, *_):
        raise NotImplementedError


LOOPS = {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop, "thread": NoReaders}


@pytest.fixture(params=LOOPS)
def loops(request):
    return LOOPS[request.param]


def run(main, loops=asyncio.new_event_loop):
    with asyncio.Runner(loop_factory=loops) as runner:
        return runner.run(main)


@pytest.fixture
def apay(merchant):
    return AsyncDgsPay(**merchant.settings)


class Interrupt:
    """Sends a signal to this process a moment after it was entered, and tells how long it took."""

    def __init__(self, which=signal.SIGINT):
        self.timer = threading.Timer(0.3, os.kill, (os.getpid(), which))

    def __enter__(self):
        # A program that was started in the background ignores Ctrl-C, and Python leaves it so.
        self.before = signal.getsignal(signal.SIGINT)
        if self.before == signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        self.started = time.monotonic()
        self.timer.start()
        return self

    def __exit__(self, *_):
        self.took = time.monotonic() - self.started
        self.timer.join()
        if self.before == signal.SIG_IGN:
            signal.signal(signal.SIGINT, self.before)


def test_ctrl_c_gives_a_read_up(pay, merchant):
    merchant.fault(fault="slow-answer", operation="balance", delay_ms=SLOW)
    with Interrupt() as interrupt, pytest.raises(KeyboardInterrupt) as stopped:
        pay.wallet.balances()
    assert interrupt.took < SOON
    assert not hasattr(stopped.value, "__notes__")


def test_ctrl_c_leaves_a_payment_running_and_says_so(pay, merchant, payment):
    merchant.fault(fault="slow-answer", operation="charges.create", delay_ms=SLOW)
    callback = {"callback_url": "https://shop.example/hook"}
    with Interrupt() as interrupt, pytest.raises(KeyboardInterrupt) as stopped:
        pay.charges.create_mobile_money(**payment, **callback)
    assert interrupt.took < SOON
    [note] = stopped.value.__notes__
    assert WARNING in note
    assert "dgspay_token=" in note
    assert merchant.seen("/assertions")["posts"] == 1
    time.sleep(SLOW / 1000)
    assert pay.transactions.list().total == 1


CHANGES = {
    "disbursements.create": (
        lambda pay: pay.disbursements.to_mobile_money(amount=5_000, phone="0788123456", network="MTN"),
        "The payout may have been made: do not repeat it.",
        "payout DGS",
    ),
    "convert": (
        lambda pay: pay.wallet.convert(amount=Money(5, "USD"), to="EUR"),
        "The conversion may have been made: do not repeat it.",
        "conversion ",
    ),
    "payment_links.create": (
        lambda pay: pay.payment_links.create(title="Invoice"),
        "It may have been done all the same",
        "payment link ",
    ),
}


@pytest.mark.parametrize("operation", CHANGES)
def test_ctrl_c_leaves_a_change_running_and_says_so(pay, merchant, operation):
    call, says, _ = CHANGES[operation]
    merchant.fault(fault="slow-answer", operation=operation, delay_ms=SLOW)
    with Interrupt() as interrupt, pytest.raises(KeyboardInterrupt) as stopped:
        call(pay)
    assert interrupt.took < SOON
    [note] = stopped.value.__notes__
    assert says in note
    assert merchant.seen("/assertions")["posts"] == 1


def test_any_handler_that_raises_ends_the_waiting(pay, merchant):
    def handler(*_):
        raise TimeoutError("by the alarm")

    merchant.fault(fault="slow-answer", operation="balance", delay_ms=SLOW)
    previous = signal.signal(signal.SIGUSR1, handler)
    try:
        with Interrupt(signal.SIGUSR1) as interrupt, pytest.raises(TimeoutError, match="alarm"):
            pay.wallet.balances()
    finally:
        signal.signal(signal.SIGUSR1, previous)
    assert interrupt.took < SOON


def test_a_handler_that_returns_does_not_disturb(pay, merchant):
    heard = []
    merchant.fault(fault="slow-answer", operation="balance", delay_ms=600)
    previous = signal.signal(signal.SIGUSR1, lambda *_: heard.append(pay.transactions.list().total))
    try:
        with Interrupt(signal.SIGUSR1):
            assert len(pay.wallet.balances()) == 2
    finally:
        signal.signal(signal.SIGUSR1, previous)
    assert heard == [0], "and may make calls itself"


def test_cancelling_gives_a_read_up(apay, merchant, loops):
    merchant.fault(fault="slow-answer", operation="balance", delay_ms=SLOW)

    async def main():
        started = time.monotonic()
        with pytest.raises(TimeoutError) as stopped:
            await asyncio.wait_for(apay.wallet.balances(), 0.2)
        assert time.monotonic() - started < SOON
        assert not hasattr(stopped.value.__cause__, "__notes__")

    run(main(), loops)


def test_cancelling_leaves_a_payment_running_and_says_so(apay, merchant, payment, loops):
    merchant.fault(fault="slow-answer", operation="charges.create", delay_ms=SLOW)

    async def main():
        task = asyncio.create_task(apay.charges.create_mobile_money(**payment))
        await asyncio.sleep(0.2)
        started = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as stopped:
            await task
        assert time.monotonic() - started < SOON
        assert task.cancelled()
        [note] = stopped.value.__notes__
        assert WARNING in note
        await asyncio.sleep(SLOW / 1000)
        assert (await apay.transactions.list()).total == 1

    run(main(), loops)
    assert merchant.seen("/assertions")["posts"] == 1


def test_a_time_limit_carries_the_note(apay, merchant, payment):
    merchant.fault(fault="slow-answer", operation="charges.create", delay_ms=SLOW)

    async def main():
        with pytest.raises(TimeoutError) as stopped:
            async with asyncio.timeout(0.2):
                await apay.charges.create_mobile_money(**payment)
        assert WARNING in stopped.value.__cause__.__notes__[0]

    run(main())


def test_a_task_group_gives_its_reads_up(apay, merchant):
    merchant.fault(fault="slow-answer", operation="balance", delay_ms=SLOW)

    async def main():
        started = time.monotonic()
        with pytest.raises(ExceptionGroup):
            async with asyncio.TaskGroup() as group:
                group.create_task(apay.wallet.balances())
                group.create_task(apay.transactions.list(limit=1_000))
        assert time.monotonic() - started < SOON

    run(main())


def test_a_second_cancel_is_no_trap(apay, merchant, payment):
    merchant.fault(fault="slow-answer", operation="charges.create", delay_ms=SLOW)

    async def main():
        task = asyncio.create_task(apay.charges.create_mobile_money(**payment))
        await asyncio.sleep(0.2)
        task.cancel()
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(main())


@pytest.mark.parametrize("operation", ["charges.create", *CHANGES])
def test_cancelling_comes_too_late_for_an_answer_that_is_there(apay, merchant, payment, operation):
    charging = (lambda pay: pay.charges.create_mobile_money(**payment), "", "charge dgs_")
    call, _, made = CHANGES.get(operation, charging)

    async def main():
        task = asyncio.ensure_future(call(apay))
        await asyncio.sleep(0)
        while not merchant.seen("/assertions")["posts"]:  # the loop stands still meanwhile
            time.sleep(0.01)
        time.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as stopped:
            await task
        assert f"The answer had just arrived: {made}" in stopped.value.__notes__[0]

    run(main())


def test_cancelling_in_the_moment_of_the_answer(apay, merchant, payment):
    async def main():
        task = asyncio.ensure_future(apay.charges.create_mobile_money(**payment))
        await asyncio.sleep(0)
        while not merchant.seen("/assertions")["posts"]:
            time.sleep(0.01)
        time.sleep(0.3)
        task.cancel()
        bridge._bridges[asyncio.get_running_loop()].drain()  # before the task hears that it was cancelled
        assert await asyncio.wait([task], timeout=SOON) == ({task}, set())
        with pytest.raises(asyncio.CancelledError) as stopped:
            task.result()
        assert "The answer had just arrived: charge dgs_" in stopped.value.__notes__[0]

    run(main())


def test_a_loop_that_looks_again_by_itself_rests_when_nothing_ends(apay, loops):
    async def main():
        loop = asyncio.get_running_loop()
        await asyncio.gather(*[apay.wallet.balances() for _ in range(50)])
        await asyncio.sleep(0.05)
        assert not bridge._bridges[loop]._completions.awake
        assert len(await apay.wallet.balances()) == 2

    run(main(), loops)


def test_a_coroutine_that_is_dropped_is_given_up(apay, merchant):
    merchant.fault(fault="slow-answer", operation="balance", delay_ms=SLOW)

    async def main():
        call = apay.wallet.balances()
        call.send(None)
        call.close()
        assert bridge._bridges[asyncio.get_running_loop()]._waiting == {}
        assert len(await apay.wallet.balances()) == 2

    run(main())


def test_many_calls_at_once(apay, loops):
    async def main():
        found = await asyncio.gather(*[apay.wallet.balances() for _ in range(200)])
        assert [len(balances) for balances in found] == [2] * 200

    run(main(), loops)


def test_one_loop_after_the_other(apay, loops):
    async def main():
        return len(await apay.wallet.balances())

    assert [run(main(), loops) for _ in range(5)] == [2] * 5


def test_many_loops_at_once(apay, loops):
    async def main():
        found = await asyncio.gather(*[apay.wallet.balances() for _ in range(10)])
        counts.extend(map(len, found))

    counts = []
    threads = [threading.Thread(target=lambda: run(main(), loops)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [2] * 160


def test_what_belongs_to_a_loop_goes_with_it(apay, loops):
    async def main():
        await apay.wallet.balances()

    loop = loops()
    loop.run_until_complete(main())
    known = weakref.ref(bridge._bridges[loop])
    loop.close()
    del loop
    for _ in range(100):
        gc.collect()
        watching = any(thread.name == "dgspay-loop" for thread in threading.enumerate())
        if known() is None and not watching:
            return
        time.sleep(0.02)  # a watching thread lets go in its own time
    pytest.fail(f"{known()} is kept, or its thread still watches: {threading.enumerate()}")


def test_a_loop_that_is_closed_with_calls_in_flight(apay, merchant, loops):
    merchant.fault(fault="slow-answer", operation="balance", delay_ms=300, times=5)

    async def main():
        return [asyncio.ensure_future(apay.wallet.balances()) for _ in range(5)], await asyncio.sleep(0.1)

    loop = loops()
    tasks, _ = loop.run_until_complete(main())
    loop.close()
    time.sleep(0.5)
    assert not any(task.done() for task in tasks)
    for task in tasks:
        task._log_destroy_pending = False
    assert len(DgsPay(**merchant.settings).wallet.balances()) == 2


def test_the_loop_runs_while_a_call_waits(apay, merchant):
    merchant.fault(fault="slow-answer", operation="balance", delay_ms=300)

    async def main():
        task, ticks = asyncio.create_task(apay.wallet.balances()), 0
        while not task.done():
            await asyncio.sleep(0.01)
            ticks += 1
        assert ticks > 5

    run(main())


def test_errors_arrive_as_themselves(loops):
    pay = AsyncDgsPay(api_key="sk_test_0123456789", account_number="ACC-1", base_url="http://127.0.0.1:9")

    async def main():
        with pytest.raises(ConnectionError) as caught:
            await pay.wallet.balances(max_retries=0)
        assert caught.value.code == "connect_failed"

    run(main(), loops)


def test_a_blocking_call_in_a_loop_names_the_other_client(pay):
    async def main():
        with pytest.warns(RuntimeWarning, match="AsyncDgsPay") as caught:
            pay.wallet.balances()
        assert caught[0].filename == __file__
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert len(await asyncio.to_thread(pay.wallet.balances)) == 2

    run(main())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pay.wallet.balances()


def test_a_blocking_call_lets_other_threads_run(pay, merchant):
    merchant.fault(fault="slow-answer", operation="balance", delay_ms=300)
    thread, ticks = threading.Thread(target=pay.wallet.balances), 0
    thread.start()
    while thread.is_alive():
        time.sleep(0.01)
        ticks += 1
    assert ticks > 5


def test_sixty_four_threads(pay, payment, merchant):
    def work():
        try:
            references.append(pay.charges.create_mobile_money(**payment).reference)
        except DgsPayError as error:
            references.append(error)

    references = []
    threads = [threading.Thread(target=work) for _ in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(references)) == 64
    assert merchant.seen("/assertions")["posts"] == 64


def test_the_outcome_of_a_lost_answer_is_unknown(pay, apay, merchant, payment):
    for create in (pay.charges.create_mobile_money, lambda **c: run(apay.charges.create_mobile_money(**c))):
        merchant.fault(fault="lost-answer", operation="charges.create")
        with pytest.raises(OutcomeUnknownError) as caught:
            create(**payment, callback_url="https://shop.example/hook")
        assert caught.value.outcome == "unknown"
        assert caught.value.token in str(caught.value)
    assert merchant.seen("/assertions")["posts"] == 2

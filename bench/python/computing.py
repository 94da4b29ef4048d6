"""Something that needs no network, over and over in one thread."""

from collections.abc import Callable
from time import perf_counter


def turns(work: Callable[[], object]) -> Callable[[float, int], int]:
    """Counts how often the work was done; the clock is looked at once in so many times."""

    def turn(seconds: float, _in_flight: int) -> int:
        until, count = perf_counter() + seconds, 0
        while perf_counter() < until:
            for _ in range(50):
                work()
            count += 50
        return count

    return turn

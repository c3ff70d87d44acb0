"""Processes that share the work of a publication: they leave interrupts to their parent, and do not outlive it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any, Final

Each = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]
"""Like ``map``: a function and what it is called with, to the results in that order."""


_MOST: Final = 4
_REPORTS_EACH: Final = 25
"""What makes up for the time that a process takes to begin, and for the memory it takes."""


def sensible(reports: int) -> int:
    """Return how many processes so many reports are worth: at most one a core that may be used here, and four."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, _MOST, reports // _REPORTS_EACH))


@contextmanager
def spread(workers: int) -> Iterator[Each]:
    """Give a ``map`` over processes that begins at once; with one worker, the plain one, which begins when it is read.

    The processes begin with the call, and the function goes to each of them once: it may be large.
    """
    if workers <= 1:
        yield map
        return
    with ExitStack() as held:
        yield partial(_over, held, workers)


def _over(held: ExitStack, workers: int, function: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
    """Call a function with each item on processes of its own, in about sixteen shares a process."""
    pool = held.enter_context(ProcessPoolExecutor(workers, initializer=_keep, initargs=(function,)))
    return pool.map(_call_kept, items, chunksize=max(1, len(items) // (16 * workers)))


_KEPT: list[Callable[[Any], Any]] = []
"""What a worker process does, sent once."""


def _keep(function: Callable[[Any], Any]) -> None:
    _KEPT[:] = [function]
    _prepare()


def _call_kept(item: Any) -> Any:
    return _KEPT[0](item)


def _prepare() -> None:
    """Make a worker ready: it leaves interrupts to the parent process, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End where the parent ends: else a killed run's workers wait for ever, each holding the queue open for others."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)

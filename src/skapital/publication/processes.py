"""Processes that share the work of a publication: they leave interrupts to their parent, and do not outlive it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

Each = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]
"""Like ``map``: a function and what it is called with, to the results in that order."""


@contextmanager
def spread(workers: int) -> Iterator[Each]:
    """Give a ``map`` over processes that begins at once; with one worker, the plain one, which begins when it is read.

    The function goes to every process with each share of the work, so it should not be large.
    """
    if workers <= 1:
        yield map
        return
    with ProcessPoolExecutor(workers, initializer=prepare) as pool:
        yield partial(over, pool, workers)


def over(pool: Executor, workers: int, function: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
    """Call a function with each item on the processes of a pool, in about four shares a process."""
    return pool.map(function, items, chunksize=max(1, len(items) // (4 * workers)))


def prepare() -> None:
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

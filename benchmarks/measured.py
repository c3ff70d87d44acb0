"""A command of skapital with what it took: processor, wall clock and memory, its worker processes with it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Spent:
    """Seconds of processor (user and system), seconds by the clock, and the most memory of one process."""

    processor: float
    clock: float
    memory: float

    def __str__(self) -> str:
        return f"{self.processor:.1f} s of processor, {self.clock:.1f} s by the clock, {self.memory:.0f} MiB"


def spent(*words: object) -> Spent:
    """Run a command to its end; one that fails ends the measurement."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "skapital", *map(str, words)], stdout=subprocess.DEVNULL, start_new_session=True
    )
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"skapital {words[0]} ended with {process.returncode}")
    return Spent(used.ru_utime + used.ru_stime, clock, used.ru_maxrss / 1024)


def yardstick() -> str:
    """Say how fast this machine is at the moment: seconds of processor for 30 million additions in a plain loop."""
    began, total = time.process_time(), 0
    for number in range(30_000_000):
        total += number
    return f"30 million additions, the machine's own speed at the moment: {time.process_time() - began:.1f} s"

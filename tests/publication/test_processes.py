import multiprocessing
import os
import subprocess
import sys

import pytest

from skapital.publication.processes import sensible, spread


class Doubled:
    """A function that is large to send, and says where it was called."""

    def __init__(self):
        self.ballast = bytes(1_000_000)

    def __call__(self, number):
        return 2 * number, os.getpid()


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("items", [0, 1, 3, 500])
def test_results_come_in_the_order_of_what_was_asked(workers, items):
    with spread(workers) as over:
        assert [found for found, _ in over(Doubled(), range(items))] == [2 * one for one in range(items)]


def test_several_workers_are_other_processes_and_one_is_this_one():
    with spread(1) as over:
        assert {where for _, where in over(Doubled(), range(40))} == {os.getpid()}
    with spread(3) as over:
        assert os.getpid() not in {where for _, where in over(Doubled(), range(40))}
    assert multiprocessing.active_children() == []


def test_a_worker_that_fails_fails_the_whole():
    with pytest.raises(ZeroDivisionError), spread(2) as over:
        list(over((1).__truediv__, [1, 0, 1]))


def test_so_many_processes_as_the_reports_are_worth(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    assert [sensible(reports) for reports in (0, 1, 49, 50, 80, 100, 5_000)] == [1, 1, 1, 2, 3, 4, 4]
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    assert sensible(5_000) == 1


def test_processes_that_begin_anew_know_what_to_do():
    """Where a process cannot be forked it is sent what it does."""
    code = (
        "import multiprocessing, operator\n"
        "from functools import partial\n"
        "from skapital.publication.processes import spread\n"
        "if __name__ == '__main__':\n"
        "    multiprocessing.set_start_method('spawn')\n"
        "    with spread(2) as over:\n"
        "        assert list(over(partial(operator.mul, 2), range(30))) == list(range(0, 60, 2))\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)

"""What an earlier promise allowed is no leak of a later publication; what it forbade still is."""

import dataclasses

from skapital.disclosure.audit.promises import allowed_before
from skapital.disclosure.audit.published import from_release

from .test_attack import CLASSES, PARENT, POLICY, cell

STRICTER = dataclasses.replace(POLICY, minimum={**POLICY.minimum, "scale": 9})


def manifest(policy):
    return {"policy": dataclasses.asdict(policy), "measures": CLASSES, "changed_units": []}


def allowed(figures, *then, now=STRICTER):
    published = from_release({"units": PARENT, "cells": figures})
    return {units for _, _, units, *_ in allowed_before([(published, manifest(one)) for one in then], manifest(now))}


def test_what_the_promise_of_then_allowed_is_known_already():
    assert allowed([cell("K", 60.0, 26), cell("A", 58.0, 20), cell("B", 65.0, 6)], POLICY) == {("B",)}


def test_what_it_forbade_is_still_a_leak():
    assert allowed([cell("A", 58.0, 20), cell("B", 65.0, 4)], POLICY) == set()


def test_the_same_promise_or_a_laxer_one_excuses_nothing():
    figures = [cell("A", 58.0, 20), cell("B", 65.0, 6)]
    assert allowed(figures, STRICTER) == set()
    assert allowed(figures, STRICTER, now=POLICY) == set()
    assert allowed(figures) == set()


def test_one_promise_of_several_is_enough():
    assert allowed([cell("B", 65.0, 6)], STRICTER, POLICY, POLICY) == {("B",)}

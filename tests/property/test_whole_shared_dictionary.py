"""Invariant 10. Safe to share: one Dictionary for many threads, also after a fork and in a pickle."""

from __future__ import annotations

import os
import pickle
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from strategies import AS_OF, NAMES, WORDINGS, sample

import medrecon
from medrecon import Entry, Source, WrittenDosage

TEXTS = [f"{n}" for n in NAMES] + [n.upper() for n in NAMES] + [n.split()[0] for n in NAMES]


def answers(dictionary: medrecon.Dictionary, seed: int) -> dict[str, medrecon.Match]:
    """Every text resolved, in an order of its own."""
    order = list(TEXTS)
    random.Random(seed).shuffle(order)
    return {text: dictionary.resolve(text) for text in order}


def whole_answer(dictionary: medrecon.Dictionary, seed: int) -> str:
    chance = random.Random(seed)
    lines = [
        Entry(
            id=f"e{i}",
            source=Source(chance.choice(("gp", "epma", "pmr"))),
            medication=chance.choice(NAMES),
            status="active",
            kind="plan",
            dosage=WrittenDosage(chance.choice(list(WORDINGS))),
        )
        for i in range(6)
    ]
    return medrecon.reconcile(lines, dictionary=dictionary, as_of=AS_OF).model_dump_json()


def test_eight_threads_get_the_answers_that_one_gets():
    """The dictionary of the threads has answered nothing before they begin."""
    fresh = medrecon.Dictionary.open(sample().path)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda seed: answers(fresh, seed), range(8)))
    expected = answers(sample(), 99)
    assert all(one == expected for one in found)


def test_eight_threads_reconcile_as_one_does():
    fresh = medrecon.Dictionary.open(sample().path)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda seed: whole_answer(fresh, seed), range(24)))
    assert found == [whole_answer(sample(), seed) for seed in range(24)]


def test_a_pickled_dictionary_is_the_same_dictionary():
    copied = pickle.loads(pickle.dumps(sample()))
    assert copied.release == sample().release
    assert answers(copied, 1) == answers(sample(), 2)


def test_two_dictionaries_side_by_side_do_not_disturb_each_other():
    first, second = (medrecon.Dictionary.open(sample().path) for _ in range(2))
    mixed = [(first if i % 2 else second).resolve(text) for i, text in enumerate(TEXTS)]
    assert mixed == [sample().resolve(text) for text in TEXTS]


FORKED = """
import hashlib, os, sys
import medrecon
dictionary = medrecon.Dictionary.sample()
texts = sys.stdin.read().splitlines()
dictionary.resolve(texts[0])
def digest():
    said = [repr(dictionary.resolve(t)) for t in texts]
    return hashlib.sha256("".join(said).encode()).hexdigest()
children = []
for _ in range(3):
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.write(writer, digest().encode())
        os._exit(0)
    children.append(reader)
own = digest()
print(own, *(os.read(c, 100).decode() for c in children))
for _ in children:
    assert os.wait()[1] == 0
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_children_of_a_fork_get_the_answers_of_their_parent():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORKED],
        input="\n".join(TEXTS),
        capture_output=True,
        text=True,
        check=True,
    )
    found = done.stdout.split()
    assert len(found) == 4
    assert len(set(found)) == 1

"""How fast names are resolved, beside two general-purpose ways of finding the nearest name.

`python -m benchmarks.bench_names [--dictionary PATH] [--texts FILE.jsonl] [--peers N]`

Every figure is of one process on one core; compare the ratios within one run, not the figures of two.
`cold` resolves each distinct text once with nothing remembered, `warm` the same texts again. The peers,
rapidfuzz `WRatio` and cosine over character 2- to 4-grams, search the same dictionary's names for N texts.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import Counter, defaultdict
from pathlib import Path

from medrecon.dmd import Dictionary

SHORT = {
    "tablets": "Tab", "capsules": "Cap", "modified-release": "M/R", "gastro-resistant": "E/C", "cream": "Crm",
    "micrograms": "mcg", "microgram": "mcg", "solution": "Soln", "ointment": "Oint", "sugar free": "S/F",
}  # fmt: skip


def names_of(dictionary: Dictionary, *levels: str) -> list[str]:
    sql = "SELECT json_extract(data, '$.NM') FROM concept WHERE level = ?"
    return sorted({name for level in levels for (name,) in dictionary._store.all(sql, level)})


def written(name: str, chance: random.Random) -> str:
    """A name as a record may hold it: short forms, capitals, another order."""
    for word, short in SHORT.items():
        name = name.replace(word, short)
    style = chance.random()
    if style < 0.3:
        return name.upper()
    head, _, rest = name.partition(" ")
    return f"{head}_{rest}" if style < 0.6 else name


def texts_for(dictionary: Dictionary, file: str | None) -> list[str]:
    if file:
        rows = Path(file).read_text("utf-8").splitlines()
        return list(dict.fromkeys(json.loads(row)["text"] for row in rows))
    chance = random.Random(20260316)
    names = names_of(dictionary, "VMP", "AMP")
    chosen = chance.sample(names, min(5000, len(names)))
    return list(dict.fromkeys(written(name, chance) for name in chosen))


def rate(count: int, started: float) -> str:
    return f"{count / max(time.process_time() - started, 1e-9):>12,.0f} a second"


def grams(text: str) -> Counter[str]:
    text = f" {text.lower()} "
    return Counter(text[i : i + n] for n in (2, 3, 4) for i in range(len(text) - n + 1))


class GramIndex:
    """Nearest name by cosine of character 2- to 4-grams weighted by rarity."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        counted = [grams(n) for n in names]
        seen = Counter(g for c in counted for g in c)
        self.weight = {g: math.log(len(names) / k) + 1 for g, k in seen.items()}
        self.postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, count in enumerate(counted):
            norm = math.sqrt(sum((k * self.weight[g]) ** 2 for g, k in count.items()))
            for g, k in count.items():
                self.postings[g].append((at, k * self.weight[g] / norm))

    def nearest(self, text: str) -> str:
        """The name nearest to the text."""
        score: dict[int, float] = defaultdict(float)
        for g, k in grams(text).items():
            weight = k * self.weight.get(g, 0.0)
            for at, value in self.postings.get(g, ()):
                score[at] += weight * value
        return self.names[max(score, key=score.__getitem__)] if score else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--dictionary", help="a release or compiled file; the embedded sample without it"
    )
    parser.add_argument(
        "--texts", help="JSON Lines with a `text` in each; made from the dictionary without it"
    )
    parser.add_argument(
        "--peers", type=int, default=50, help="how many texts the peers are given (0: none)"
    )
    args = parser.parse_args()
    dictionary = Dictionary.open(args.dictionary) if args.dictionary else Dictionary.sample()
    texts = texts_for(dictionary, args.texts)
    dictionary.resolve("paracetamol")
    started = time.process_time()
    statuses = Counter(dictionary.resolve(t).status for t in texts)
    print(
        f"medrecon, cold   {rate(len(texts), started)}   {len(texts):,} distinct texts, {dict(statuses)}"
    )
    started = time.process_time()
    for text in texts * 20:
        dictionary.resolve(text)
    print(f"medrecon, warm   {rate(20 * len(texts), started)}")
    if args.peers:
        peers(names_of(dictionary, "VMP"), texts[: args.peers])


def peers(names: list[str], texts: list[str]) -> None:
    from rapidfuzz import fuzz, process, utils

    started = time.process_time()
    for text in texts:
        process.extractOne(text, names, scorer=fuzz.WRatio, processor=utils.default_process)
    print(f"rapidfuzz WRatio {rate(len(texts), started)}   over {len(names):,} names")
    index = GramIndex(names)
    started = time.process_time()
    for text in texts:
        index.nearest(text)
    print(f"character grams  {rate(len(texts), started)}   over {len(names):,} names")


if __name__ == "__main__":
    main()

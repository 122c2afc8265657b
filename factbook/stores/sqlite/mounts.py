"""Which kind of file system a folder is on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

__all__ = ["network"]

_NETWORK: Final = (
    *("9p", "afs", "beegfs", "ceph", "cifs", "fuse.ceph", "fuse.glusterfs", "fuse.sshfs", "gpfs", "lustre", "ncpfs"),
    *("nfs", "nfs4", "smb3", "smbfs"),
)
"""File systems on which several machines may write, and locks or shared memory do not hold for all of them."""


def network(folder: Path, table: Path = Path("/proc/self/mountinfo")) -> str | None:
    """The kind of a network file system, if a folder is on one; told on Linux only."""
    try:
        lines = table.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return None
    real = folder.resolve()
    best, kind = -1, ""
    for line in lines:
        mount, _, source = line.partition(" - ")
        place = Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), mount.split(" ")[4]))
        if real.is_relative_to(place) and len(place.parts) >= best:
            best, kind = len(place.parts), source.split(" ")[0]
    return kind if kind in _NETWORK else None

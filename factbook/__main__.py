"""``python -m factbook`` is ``factbook``."""

from __future__ import annotations

from factbook.cli import main

if __name__ == "__main__":
    main(prog_name="factbook")

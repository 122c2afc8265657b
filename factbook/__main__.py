"""``python -m factbook`` is ``factbook``."""

from __future__ import annotations


def _main() -> None:
    from factbook.cli import main  # the command line is above everything else, and this module beside it

    main(prog_name="factbook")


if __name__ == "__main__":
    _main()

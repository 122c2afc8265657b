"""Prints how long it takes to insert and commit rows one at a time: the least that an append can cost a client."""

from __future__ import annotations

import sys
import time

import psycopg


def main(url: str, number: str) -> None:
    """One connection, prepared statements."""
    with psycopg.connect(url, autocommit=True) as connection:
        begun = time.perf_counter()
        for count in range(int(number)):
            connection.execute("INSERT INTO commits VALUES (%s)", (count,))
        print(time.perf_counter() - begun)


main(*sys.argv[1:])

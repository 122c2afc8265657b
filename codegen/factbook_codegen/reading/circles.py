"""What runs in circles: groups of things that lead back to themselves."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def circles(graph: Mapping[T, Collection[T]]) -> list[set[T]]:
    """Groups of nodes that reach each other, and nodes that reach themselves (Tarjan 1972, without recursion).

    Nodes that are no key of ``graph`` lead nowhere.
    """
    index: dict[T, int] = {}
    low: dict[T, int] = {}
    stack: list[T] = []
    waiting: set[T] = set()
    found: list[set[T]] = []
    for root in graph:
        if root in index:
            continue
        work: list[tuple[T, Iterator[T]]] = [(root, iter(graph[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        waiting.add(root)
        while work:
            node, others = work[-1]
            for other in others:
                if other not in graph:
                    continue
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    waiting.add(other)
                    work.append((other, iter(graph[other])))
                    break
                if other in waiting:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    group: set[T] = set()
                    while (last := stack.pop()) != node:
                        group.add(last)
                    group.add(node)
                    waiting -= group
                    if len(group) > 1 or node in graph[node]:
                        found.append(group)
    return found

"""Things that belong together, tied pair by pair (a disjoint-set forest)."""

from __future__ import annotations

from collections.abc import Iterable


class Groups:
    """Ties strings into groups, in almost constant time each; what was never tied is a group of its own."""

    __slots__ = ("_parent",)

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, item: str) -> str:
        """The item that stands for the whole group: the same for all its members, which one is no promise."""
        parent = self._parent
        root = parent.setdefault(item, item)
        while root != (above := parent[root]):
            root = above
        while parent[item] != root:  # shorten the way for the next time
            parent[item], item = root, parent[item]
        return root

    def join(self, items: Iterable[str]) -> None:
        """Ties all the items, and all their groups, into one."""
        first = None
        for item in items:
            root = self.find(item)
            if first is None:
                first = root
            else:
                self._parent[root] = first

"""Things tied pair by pair."""

from __future__ import annotations

from rules.who.groups import Groups


def test_groups_grow_together_over_what_they_share() -> None:
    tied = Groups()
    for pair in (["a", "b"], ["c", "d"], ["e"], [], ["b", "c"]):
        tied.join(pair)
    assert len({tied.find(item) for item in "abcd"}) == 1
    assert tied.find("e") != tied.find("a") != tied.find("never tied")

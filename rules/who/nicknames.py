"""Nicknames that no beginning of the name gives away: data, folded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

_LINES = """
robert bob bobby rob robbie bert
william bill billy will willy liam
richard dick rick ricky rich
henry hal harry hank
harold hal harry
john jack johnny jon
james jim jimmy jamie
edward ed ted teddy ned eddie
theodore ted teddy theo
charles chuck charlie chas carlos
margaret peggy meg maggie marge greta
elizabeth liz beth betty betsy lizzie eliza libby lisa
katherine kate kathy katie kit kitty
catherine kate cathy cat kit
kathleen kath kathy kate
dorothy dot dottie dolly
mary molly polly
martha patty
patricia pat patty trish tricia paty
susan sue suzy
anthony tony
andrew andy drew
alexander alex sandy sasha xander alec lex
alexandra alex sandra sasha
michael mike mick mickey micha misha
christopher chris kit topher
stephen steve
steven steve
joseph joe joey pepe sepp beppe
josef sepp jupp
jose pepe
francisco paco pancho
francesco checco
ignacio nacho
guillermo memo
johannes hans hannes jan
hans hansi
friedrich fritz fiete
katharina kathi kati
elisabeth lisi sissi elli lisa
maximilian max
sebastian basti seb
eleanor nell ellie nora
ellen nell
helen nell
leonard len lenny leo
lawrence larry
laurence larry
gerald gerry jerry
jeremy jerry
donald don
ronald ron
raymond ray
walter walt
gertrude trudy gerti
antonio toni tonio tony
giuseppe beppe pino peppe
luigi gigi
eduardo edu duda
eduarda duda
rafael rafa
isabel isa bela
joao joaozinho
luis lucho
jesus chuy
dolores lola
mercedes merche
maria mia
william guillaume
jacob jake
zachary zack zach
nathaniel nate
nathan nate
benjamin ben benny
abigail abby gail
rebecca becky becca bex
deborah debbie deb
barbara barb babs
virginia ginny
victoria vicky tori
veronica ronnie
"""


def _read() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in _LINES.split("\n"):
        name, *short = line.split() or [""]
        found[name].update(short)
    return {name: frozenset(short) for name, short in found.items() if name}


NICKNAMES: Mapping[str, frozenset[str]] = _read()

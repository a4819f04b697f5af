"""Capitalised words that are no person: places, organisations, titles, days off. Data, folded."""

from __future__ import annotations

from rules.tables import table

PLACES = table("""
    africa america americas asia europe australia austria belgium brazil canada chile china colombia
    denmark england finland france germany greece holland hungary india indonesia ireland israel italy
    japan korea luxembourg malaysia mexico netherlands norway pakistan peru poland portugal romania russia
    scotland singapore spain sweden switzerland taiwan thailand turkey uk ukraine usa vietnam wales
    argentina deutschland osterreich schweiz espana italia brasil belgique suisse nederland belgie
    oesterreich amsterdam athens atlanta austin barcelona bangalore beijing bengaluru berlin bern bilbao
    birmingham bogota boston brussels budapest buenos aires calgary cambridge chicago cologne copenhagen
    dallas delhi denver detroit dublin dubai dusseldorf edinburgh florence frankfurt geneva genf graz
    hamburg helsinki houston istanbul jakarta koln lausanne leipzig lima linz lisbon lisboa liverpool
    london los angeles lyon madrid manchester marseille melbourne miami milan milano montreal moscow
    mumbai munich munchen napoli nairobi new york oslo oxford paris philadelphia phoenix porto portland
    prague pune quebec rio rom roma rome rotterdam salzburg san francisco santiago sao paulo seattle seoul
    shanghai stockholm stuttgart sydney tokyo torino toronto turin utrecht valencia vancouver vienna
    warsaw washington wien zurich york texas california florida virginia georgia ohio oregon jersey
    carolina north south east west central street avenue road
    """)
ORGANISATION_WORDS = table("""
    phone fax telephone cell mobile email mail address number page site website home order receipt invoice
    account
    session student students networking event hotel flight brochure catalogue newsletter
    university college school faculty institute academy group committee team program programme department
    division office board bank council association society center centre press agency ministry foundation
    fund partners capital ventures consulting services solutions systems technologies technology software
    labs media news network networks research management markets energy power gas trading finance
    financial insurance industries international global company corporation corp inc ltd llc llp gmbh ag
    sa srl bv nv plc co conference symposium summit workshop seminar webinar forum meeting presentation
    project report paper book chapter agreement contract license policy associate associates analyst
    analysts manager director president officer engineer chief executive vice senior investment hedging
    internet web online data digital customer product version general special regional year christmas
    easter thanksgiving holiday holidays spring summer autumn fall winter universitat hochschule schule
    institut verein verband amt ministerium stiftung gesellschaft abteilung universite ecole institut
    ministere societe association bureau service direction universidad escuela instituto ministerio
    sociedad asociacion universita scuola istituto ministero societa associazione universidade escola
    associacao sociedade universiteit vereniging ministerie
    """)


def is_no_person(word: str) -> bool:
    """Whether a folded word of a name speaks of a place or an organisation and not of a human."""
    return word in PLACES or word in ORGANISATION_WORDS

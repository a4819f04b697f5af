"""Capitalised words that are nobody to be met: places, organisations, labels, kin. Data, folded."""

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
    alabama alaska arizona arkansas colorado connecticut delaware hawaii idaho illinois indiana iowa kansas
    kentucky louisiana maryland massachusetts michigan minnesota mississippi missouri montana nebraska
    nevada hampshire oklahoma oregon pennsylvania rhode tennessee utah vermont wisconsin wyoming alberta
    manitoba newfoundland ontario saskatchewan cleveland pittsburgh omaha tulsa baltimore
    cincinnati milwaukee minneapolis sacramento hong kong arabia zealand zurich boulevard suite floor main
    building tower plaza mount river lake
    """)
# Places that many people are called after: "Florence Lorenz", "Santiago Ruiz".
GIVEN_TOO = table("""
    florence santiago carolina virginia sydney israel georgia austin dallas milan paris francisco
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
    relocation consumption lawyers intranet directory options futures public exchange works
    process transportation storage
    """)
# What stands at the beginning of a line of an address block, a form or a web page.
LABELS = table("""
    tel telephone phone fax cell mobile direct dial email e-mail mail mailto web website url http https www
    postal address zip city state country name username userid password pin activation id contact call
    date time subject from to cc bcc attachment attachments enclosure confidential disclaimer box mailstop
    telefon handy telefono movil telefone celular telefoon mobiel fon adresse direccion endereco adres
    indirizzo nombre nome cognome apellido naam voornaam vorname nachname
    """)
# Whom nobody has to be introduced to.
KIN = table("""
    dad daddy mom mommy mum mummy mother father grandpa grandma granny grandmother grandfather grandad
    mama papa opa oma mutti vati maman mamie papi abuela abuelo nonna nonno mamma babbo
    """)
# Of one family, and so perhaps of one name.
RELATIVES = table("""
    brother sister mother father mum mom dad wife husband son daughter cousin uncle aunt nephew niece
    bruder schwester mutter vater frau mann sohn tochter cousine vetter onkel tante neffe nichte schwager
    frere soeur mere pere femme mari fils fille cousin oncle tante neveu niece
    hermano hermana madre padre mujer marido hijo hija primo tio tia sobrino sobrina
    fratello sorella moglie marito figlio figlia cugino cugina zio zia nipote
    irmao irma mae pai esposa filho filha sobrinho sobrinha
    broer zus moeder vader vrouw zoon dochter neef oom
    """)
# What somebody is at a company.
POSTS = table("""
    ceo cto cfo coo cmo cio cpo vp svp evp md pm hr pa ea gm head lead manager director president officer
    engineer chief executive vice senior analyst analysts associate recruiter partner consultant owner
    """)
# Whoever holds a place, unnamed.
STATIONS = table("""
    assistant assistants secretary supervisor consumer consumers customer customers client clients
    employee employees speaker speakers applicant applicants
    """)


def is_no_person(word: str) -> bool:
    """Whether a folded word of a name speaks of a place or an organisation and not of a human to be met."""
    return any(word in words for words in (PLACES, ORGANISATION_WORDS, LABELS, KIN, STATIONS))

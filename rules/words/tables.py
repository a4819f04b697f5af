"""The words of dates in seven languages, as data: see `vocabulary` for what each line means.

Phrases are folded (lower case, no accents, no hyphens or apostrophes); commas part phrases, and "|"
parts rows whose place says their meaning.
"""

# English
EN = """
weekdays: monday, mon | tuesday, tue, tues | wednesday, wed | thursday, thu, thur, thurs | friday, fri |
    saturday, sat | sunday, sun
months: january, jan | february, feb | march, mar | april, apr | may | june, jun | july, jul | august, aug
    | september, sep, sept | october, oct | november, nov | december, dec
numbers: a, an, one | two, a couple of, a couple, couple of | three, a few, few | four | five | six |
    seven | eight | nine | ten | eleven | twelve
units: day, days | business day, business days, working day, working days | week, weeks | month, months |
    quarter, quarters | year, years
offsets:  | yesterday | today, tonight | tomorrow, tmrw | day after tomorrow
this: week, this week | month, this month, current month | quarter, this quarter | year, this year
next: next week, coming week, following week | next month, coming month, following month | next quarter,
    coming quarter | next year, coming year, new year
second: week after next | month after next |  |
parts: early, early in, beginning, beginning of, start, start of, first week of, earlier in
    | mid, middle of, in the middle of | late, late in, later, later in, second half of
    | end, end of, last day of, close of
coming: coming, this, this coming, upcoming
following: next
gone: last, past, previous
ahead: after, in, in about, in another, in around, in the next, within
ahead_after: from now, from today, later, out, time
ago_after: ago, back, earlier
at: about, after, around, at, before, by, for, from, in, of, on, since, starting, through, thru, till, to,
    until
after: after, beyond, past
fillers: about, around, for, in, of, on, the
back: again, available, back, reachable, return, returning, returns
inclusive: including, inclusive, through, thru, up to and including
weak: apr, aug, dec, feb, fri, jan, jul, jun, mar, march, may, mon, nov, oct, sat, sep, sun, thu, tue,
    tues, wed
no_days: am, pm, amendment, anniversary, attempt, ave, avenue, best, birthday, century, chapter, draft,
    edition, floor, generation, grade, half, item, one, ones, option, page, paragraph, party, person,
    place, point, quarter, round, row, st, step, street, thing, time, version, year
month_first: yes
ordinals: st, nd, rd, th
articles: the
agrees: afternoon, available, best, better, convenient, evening, fine, fit, fits, free, good, great,
    ideal, in the afternoon, in the evening, in the morning, it is, midday, morning, noon, ok, okay, open,
    perfect, possible, suit, suitable, suits, work, worked, works
light: also, and, at, be, both, but, can, could, d, doesn, don, for, however, i, if, in, instead, is, isn,
    just, ll, looks, may, me, might, not, on, only, or, please, really, should, so, sounds, still, t,
    that, then, though, too, us, we, well, will, with, won, would, you
offers: available, between, do, does, either, free, go with, going with, hold, keep, make it, maybe, meet,
    ok, okay, perhaps, pick, prefer, propose, say, suggest, take, would, yes
joins: and, or
clock: around, at, by, from
hours: am, h, o, oclock, pm
"""

# German
DE = """
weekdays: montag | dienstag | mittwoch | donnerstag | freitag | samstag, sonnabend | sonntag
months: januar, janner, jan | februar, feber, feb | marz, maerz | april, apr | mai | juni, jun | juli, jul
    | august, aug | september, sep, sept | oktober, okt | november, nov | dezember, dez
numbers: einem, einer, ein, eine, einen | zwei | drei, ein paar, einigen, paar, wenigen | vier | funf |
    sechs | sieben | acht | neun | zehn | elf | zwolf
units: tag, tage, tagen | werktag, werktage, werktagen, arbeitstag, arbeitstage, arbeitstagen | woche,
    wochen | monat, monate, monaten, monats | quartal, quartale, quartalen, quartals | jahr, jahre,
    jahren, jahres
offsets: vorgestern | gestern | heute, heute abend | morgen | ubermorgen, uebermorgen
this: woche, dieser woche, diese woche | monat, monats, dieses monats, diesen monat, diesem monat |
    quartal, quartals, dieses quartals | jahr, jahres, dieses jahres, dieses jahr
next: nachste woche, nachster woche, nachsten woche, kommende woche, kommender woche, kommenden woche |
    nachsten monat, nachsten monats, nachstem monat, kommenden monat, kommenden monats | nachstes quartal,
    nachsten quartal, nachsten quartals, kommenden quartal, kommendes quartal | nachstes jahr, nachsten
    jahr, nachsten jahres, neuen jahr, kommendes jahr, kommenden jahr
second: ubernachste woche, ubernachster woche, ubernachsten woche | ubernachsten monat |  |
parts: anfang, anfangs, zu beginn, beginn | mitte | spater, spater im | ende
coming: diesem, diesen, dieser, kommendem, kommenden, kommender, nachste, nachstem, nachsten, nachster
gone: letzte, letztem, letzten, letzter, vergangenen, vorigen
ahead: binnen, in, in ca, in etwa, innerhalb von, nach
ago: vor
at: ab, am, auf, bis, dem, den, der, des, fur, gegen, im, in, nach, seit, um, vom, vor, zu, zum
after: nach
fillers: am, auf, dem, den, der, des, im, in, von, zum
back: erreichbar, ruckkehr, wieder, zuruck
inclusive: einschliesslich, inkl, inklusive
weak: apr, aug, dez, feb, jan, jul, jun, nov, okt, sep
no_days: auflage, etage, jahrhundert, klasse, mal, platz, stock, uhr
not_before_offsets: am, gestern, guten, heute, jeden
ordinals: .
joins: oder, und
"""

# French
FR = """
weekdays: lundi | mardi | mercredi | jeudi | vendredi | samedi | dimanche
months: janvier, janv | fevrier, fevr | mars | avril | mai | juin | juillet, juil | aout | septembre, sept
    | octobre, oct | novembre, nov | decembre, dec
numbers: un, une | deux | trois, quelques | quatre | cinq | six | sept | huit | neuf | dix | onze | douze
    | treize | quatorze | quinze
units: jour, jours | jour ouvre, jours ouvres, jour ouvrable, jours ouvrables | semaine, semaines | mois |
    trimestre, trimestres | an, ans, annee, annees
offsets: avant hier | hier | aujourd hui, ce soir | demain | apres demain
this: semaine, cette semaine | mois, ce mois | trimestre, ce trimestre | annee, cette annee
next: semaine prochaine, prochaine semaine | mois prochain, prochain mois | trimestre prochain, prochain
    trimestre | annee prochaine, an prochain
second: semaine suivante |  |  |
parts: debut, au debut de, au debut du, au debut | mi, milieu, au milieu de, au milieu du | courant, plus
    tard, plus tard dans | fin, a la fin de, a la fin du, la fin
coming: ce, cette, prochain, prochaine, qui vient
gone: dernier, derniere, passe
ahead: apres, d ici, dans, dans environ, dans les, sous
ago: il y a
at: a, apres, au, avant, d, depuis, des, du, en, jusqu, jusque, le, partir, pour, vers
after: apres
fillers: au, d, de, des, du, en, l, la, le, les
back: joignable, nouveau, rentre, rentrerai, retour, reviendrai, reviens
inclusive: compris, inclus
weak: dec, nov, oct, sept
no_days: arrondissement, avenue, boulevard, edition, etage, fois, h, heures, place, pour cent, rue, siecle
articles: le, au, du
ordinals: er
agrees: bien, bon, convenait, conviendrait, convient, faisable, ideal, impeccable, libre, marche,
    marcherait, matin, ok, parfait, possible, soir, va
light: alors, aussi, avec, bien, c, ca, car, chez, deja, elle, est, et, finalement, il, ils, irait, j, je,
    lui, mais, me, moi, ne, non, nous, on, ou, parait, pas, plutot, que, qui, s, sera, serait, si, te,
    toi, tres, tu, vous, y
offers: disons, plutot
joins: et, ou
clock: a, des, vers
hours: h, heure, heures
bare: yes
"""

# Spanish
ES = """
weekdays: lunes | martes | miercoles | jueves | viernes | sabado | domingo
months: enero, ene | febrero, feb | marzo | abril, abr | mayo | junio, jun | julio, jul | agosto, ago |
    septiembre, setiembre, sept | octubre, oct | noviembre, nov | diciembre, dic
numbers: un, una | dos, un par de | tres, unos, unas, algunos, algunas, pocos, unos pocos | cuatro | cinco
    | seis | siete | ocho | nueve | diez | once | doce | trece | catorce | quince
units: dia, dias | dia habil, dias habiles, dia laborable, dias laborables | semana, semanas | mes, meses
    | trimestre, trimestres | ano, anos
offsets: anteayer | ayer | hoy, esta noche | manana | pasado manana
this: semana, esta semana | mes, este mes | trimestre, este trimestre | ano, este ano
next: semana que viene, proxima semana, semana proxima, semana entrante | mes que viene, proximo mes, mes
    proximo | trimestre que viene, proximo trimestre | ano que viene, proximo ano, ano nuevo
parts: a principios de, a principios del, principios de, principios del, a comienzos de, inicios de | a
    mediados de, a mediados del, mediados de, mediados del | mas tarde en, avanzado | a finales de, a
    finales del, finales de, finales del, a fines de, fines de, fin de, final de, final del
coming: esta, este, proxima, proximo, que viene
gone: pasada, pasado, ultimo
ahead: de aqui a, dentro de, en, en unos, tras
ago: hace
at: a, al, antes, de, del, desde, despues, dia, el, en, hasta, para, partir, sobre
after: despues, pasado, tras
fillers: de, del, el, en, la, las, los
back: nuevo, regresare, regreso, reincorporare, reincorporo, volver, volvere, vuelta, vuelvo
inclusive: incluido, inclusive
weak: abr, ago, dic, ene, feb, jul, jun, nov, oct, sept
no_days: edicion, h, horas, piso, por ciento, siglo, vez
not_before_offsets: esta, la
articles: el, al, del, dia
ordinals: o
agrees: bien, conviene, encaja, ideal, libre, mejor, ok, perfecto, posible, sirve, va, vale, viene
light: a, con, entonces, es, esta, estamos, estare, estaria, estoy, hay, la, las, le, les, me, mejor, muy,
    no, nos, o, os, pero, por, puedo, que, seria, si, solo, tambien, te, tenemos, tengo, y, ya, yo
offers: mejor, prefiero, puede ser
joins: o, u, y
clock: a, la, las, sobre
hours: h, horas
bare: yes
"""

# Italian
IT = """
weekdays: lunedi | martedi | mercoledi | giovedi | venerdi | sabato | domenica
months: gennaio, gen | febbraio, feb | marzo | aprile, apr | maggio, mag | giugno, giu | luglio, lug |
    agosto, ago | settembre, sett | ottobre, ott | novembre, nov | dicembre, dic
numbers: un, una, uno | due, un paio di | tre, qualche, alcuni, alcune, pochi | quattro | cinque | sei |
    sette | otto | nove | dieci | undici | dodici | tredici | quattordici | quindici
units: giorno, giorni | giorno lavorativo, giorni lavorativi | settimana, settimane | mese, mesi |
    trimestre, trimestri | anno, anni
offsets:  | ieri | oggi, stasera | domani | dopodomani
this: settimana, questa settimana | mese, questo mese | trimestre, questo trimestre | anno, quest anno
next: prossima settimana, settimana prossima, settimana entrante | prossimo mese, mese prossimo | prossimo
    trimestre, trimestre prossimo | prossimo anno, anno prossimo, nuovo anno
parts: inizio, all inizio di, inizi di, ai primi di, a inizio, primi di | meta, a meta, a meta di | piu
    avanti in, tardo | fine, a fine, alla fine di, fine di, la fine di, alla fine del
coming: prossima, prossimo, questa, questo
gone: passato, scorsa, scorso
ahead: dopo, entro, fra, fra circa, in, tra, tra circa
ago_after: fa
at: a, al, all, dal, dall, del, dell, di, dopo, entro, fino, giorno, il, in, l, per, prima, verso
after: dopo
fillers: al, d, del, dell, della, di, il, l, la, lo
back: nuovo, rientrero, rientro, ritorno, tornero, torno
inclusive: compreso, incluso
weak: ago, apr, dic, feb, gen, giu, lug, mag, nov, ott, sett
no_days: edizione, ore, per cento, piano, secolo, volta
articles: il, al, all, dal, dall, giorno, l
agrees: andrebbe, bene, disponibile, funziona, ideale, libero, mattina, meglio, ok, perfetto, pomeriggio,
    possibile, va
light: a, anche, c, ci, con, da, e, invece, io, la, le, li, ma, mattina, mi, molto, no, noi, non, o, per,
    pero, piu, quindi, sarebbe, saro, se, si, siamo, solo, sono, te, ti, vi, voi
offers: facciamo, meglio, preferisco
joins: e, o
clock: alle, dalle, ore, verso
hours: h, ore
bare: yes
"""

# Portuguese
PT = """
weekdays: segunda feira, segunda | terca feira, terca | quarta feira, quarta | quinta feira, quinta |
    sexta feira, sexta | sabado | domingo
months: janeiro, jan | fevereiro, fev | marco | abril, abr | maio | junho, jun | julho, jul | agosto, ago
    | setembro, set | outubro, out | novembro, nov | dezembro, dez
numbers: um, uma | dois, duas, um par de | tres, alguns, algumas, poucos, uns | quatro | cinco | seis |
    sete | oito | nove | dez | onze | doze | treze | catorze, quatorze | quinze
units: dia, dias | dia util, dias uteis | semana, semanas | mes, meses | trimestre, trimestres | ano, anos
offsets: anteontem | ontem | hoje, esta noite | amanha | depois de amanha
this: semana, esta semana, desta semana | mes, este mes, deste mes | trimestre, este trimestre | ano, este
    ano
next: proxima semana, semana que vem, semana proxima | proximo mes, mes que vem | proximo trimestre,
    trimestre que vem | proximo ano, ano que vem, ano novo
parts: no inicio de, no inicio do, inicio de, inicio do, comeco de, comeco do, principios de | em meados
    de, meados de, meados do | mais tarde em, mais para | no fim de, no fim do, fim de, fim do, final de,
    final do, fins de
coming: esta, este, nesta, neste, proxima, proximo, que vem
gone: passada, passado, ultima, ultimo
ahead: apos, daqui, daqui a, dentro de, em
ago: faz, ha
ago_after: atras
at: a, antes, ao, apos, as, ate, da, de, depois, desde, dia, do, em, na, no, para, partir
after: apos, depois
fillers: a, da, de, do, em, na, no, o
back: novo, regressarei, regresso, retornarei, retorno, voltarei, volto
inclusive: incluindo, inclusive
weak: abr, ago, dez, fev, jan, jul, jun, nov, out, quarta, quinta, segunda, set, sexta, terca
no_days: andar, edicao, h, horas, por cento, seculo, vez
articles: dia, o
ordinals: o
agrees: bem, bom, conveniente, da, funciona, ideal, livre, melhor, ok, otimo, perfeito, possivel, serve
light: a, as, com, e, entao, esta, estarei, estou, eu, fica, ficaria, la, lhe, mas, me, melhor, mim,
    muito, nao, nos, ou, para, pode, por, que, se, ser, seria, so, tambem, te, temos, tenho, vai
offers: melhor, pode ser, prefiro
joins: e, ou
clock: as, pelas
hours: h, horas
bare: yes
"""

# Dutch
NL = """
weekdays: maandag | dinsdag | woensdag | donderdag | vrijdag | zaterdag | zondag
months: januari, jan | februari, feb | maart, mrt | april, apr | mei | juni, jun | juli, jul | augustus,
    aug | september, sept | oktober, okt | november, nov | december, dec
numbers: een | twee, een paar | drie, enkele, paar | vier | vijf | zes | zeven | acht | negen | tien | elf
    | twaalf
units: dag, dagen | werkdag, werkdagen | week, weken | maand, maanden | kwartaal, kwartalen | jaar, jaren
offsets: eergisteren | gisteren | vandaag, vanavond | morgen | overmorgen
this: week, deze week | maand, deze maand | kwartaal, dit kwartaal | jaar, dit jaar
next: volgende week, komende week | volgende maand, komende maand | volgend kwartaal, komend kwartaal |
    volgend jaar, komend jaar, nieuwe jaar
parts: begin, begin van, aan het begin van | midden, medio, half, midden van | later, later in | eind,
    einde, eind van, einde van, aan het eind van
coming: a s, aanstaande, deze, komende
following: volgende
gone: afgelopen, jongstleden, vorige
ahead: binnen, na, over, over ongeveer
ago_after: geleden
at: in, na, om, op, per, rond, sinds, tot, van, vanaf, voor
after: na
fillers: de, het, in, op, van
back: bereikbaar, terug, weer
inclusive: inclusief, t m, tot en met
weak: apr, aug, dec, feb, jan, jul, jun, nov, okt, sept
no_days: editie, eeuw, keer, uur, verdieping
ordinals: e, ste, de
articles: de, den
agrees: beter, gaat, goed, ideaal, kan, lukt, middag, middags, mogelijk, morgens, ochtend, ok, oke, past,
    perfect, prima, schikt, top, uit, vrij
light: bij, dan, echt, er, heel, het, iedereen, is, jou, jullie, komt, lijkt, maar, me, mij, mijn, niet,
    ons, ook, s, u, voor, wel, zeer, zijn, zou
offers: dan, gaat, kan, liever, lukt, misschien, past, schikt, zeg
joins: en, of
clock: om, rond, vanaf
hours: h, uur
"""

TABLES = {"en": EN, "de": DE, "fr": FR, "es": ES, "it": IT, "pt": PT, "nl": NL}

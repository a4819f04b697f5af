"""Spanish as people write it: Spain, Mexico, Argentina; tú, usted, vos; by telephone without accents."""

from __future__ import annotations

import pytest

from tests.rules.packs.mails import Row, check, check_drafts, check_languages, check_pack

INTRODUCTIONS = (
    Row(
        "a hand-off after which they write first",
        "Le hablé de ti a Vera Moreau. Te escribirá ella cuando vuelva.",
        "introduces/target_writes",
    ),
    Row(
        "a two-sided introduction with copy to both",
        "Mara, te presento a Tomas Keller, que lleva la logística de Nordvik. Tomas, Mara es la arquitecta "
        "de la que te hablé. Os dejo para que habléis.",
        "introduces/two_sided",
        who="ines > mara, tomas",
    ),
    Row(
        "a formal introduction with usted",
        "Estimados ambos:\n\nTengo el gusto de ponerlos en contacto. Tomas dirige el taller de Nordvik; "
        "Mara proyecta escuelas. Quedan en contacto y coordinen ustedes lo que sigue.",
        "introduces/two_sided",
        who="ines > mara, tomas",
    ),
    Row(
        "typed on a telephone, without capitals or accents",
        "hola tomas, te presento a mara, la arquitecta que te comente. mara, tomas es quien lleva compras "
        "en nordvik. los dejo!",
        "introduces/two_sided",
        who="ines > mara, tomas",
    ),
    Row(
        "an introduction by somebody's assistant",
        "Buenos días, Tomas y Mara: Vera Moreau me pidió que los pusiera en contacto. Mara conoce bien los "
        "puertos del norte; Tomas está buscando a alguien así.",
        "introduces",
        who="ines > mara, tomas",
    ),
    Row(
        "a hand-off: she expects the call",
        "Ya hablé con Vera Moreau de ti. Espera tu llamada; su número es 600 123 456.",
        "introduces/hand_off",
    ),
    Row(
        "a hand-off in the voseo",
        "Llamala a Vera Moreau, le pasé tu contacto y ya sabe quién sos. Su mail es vera@moreau.example.",
        "introduces/hand_off",
    ),
    Row(
        "a hand-off with leave to use the name",
        "Escríbele a Vera Moreau (vera@moreau.example) y dile que vas de mi parte. Le hablé muy bien de ti.",
        "introduces/hand_off",
        may="redirects",
    ),
    Row(
        "a friend asks to be introduced",
        "Hola Mara, ¿me podrías presentar a Vera Moreau? Me encantaría hablar con ella sobre el archivo.",
        "asks_for_introduction",
    ),
    Row(
        "a formal ask",
        "Estimada Mara: ¿sería posible que me pusiera en contacto con la directora de Nordvik? Se lo "
        "agradecería mucho.",
        "asks_for_introduction",
    ),
    Row(
        "do you know anyone there",
        "che mara, conoces a alguien en nordvik? ando buscando trabajo en logistica",
        "asks_for_introduction",
    ),
    Row(
        "my own ask",
        "Hola Ines: ¿te importaría presentarme a Tomas Keller? Te mando unas líneas para reenviar.",
        "asks_for_introduction",
        who="mara > ines",
    ),
    Row(
        "a promise with a day",
        "Claro que sí, encantada. El jueves os pongo en contacto.",
        "promises_introduction",
        answers="¿Me podrías presentar a Vera Moreau?",
    ),
    Row(
        "a promise to ask first",
        "Déjame preguntarle primero a Vera si le parece bien, y te digo algo.",
        "promises_introduction/opt_in",
        answers="¿Me podrías presentar a Vera Moreau?",
    ),
    Row(
        "may I introduce somebody to you",
        "Hola Mara, una amiga, Vera Moreau, quiere conocerte. ¿Te parece bien si os presento? Un no "
        "también está bien.",
        "opt_in_question",
        may="introduces",
    ),
    Row(
        "yes, put her in touch",
        "Sí, encantada de hablar con ella. Dale mi correo.",
        "opts_in",
        answers="¿Te parece bien si le paso tu correo a Vera Moreau?",
    ),
    Row(
        "a no, since they hardly know each other",
        "Lo siento, pero no la conozco lo suficiente como para presentártela. Prefiero no hacerlo.",
        "declines",
        answers="¿Me podrías presentar a Vera Moreau?",
    ),
    Row(
        "write to her yourself",
        "Mejor escríbele tú directamente y menciona mi nombre, no hace falta que yo haga de intermediaria.",
        "redirects",
        answers="¿Me podrías presentar a Vera Moreau?",
        may="introduces",
    ),
    Row(
        "send me something to forward",
        "Con gusto. ¿Me mandas tres o cuatro líneas sobre ti que pueda reenviar?",
        "asks_for_blurb",
        answers="¿Me podrías presentar a Vera Moreau?",
        may="promises_introduction",
    ),
    Row(
        "a warm first letter",
        "Buenas tardes, Mara: Vera Moreau me sugirió que te escribiera. Estoy montando una biblioteca y me "
        "dijo que podrías orientarme.",
        "replies_to_introduction/outreach",
        who="tomas > mara",
    ),
    Row(
        "a warm first letter to a stranger with usted",
        "Estimada señora Lindqvist: le escribo por recomendación de Vera Moreau, que me facilitó su "
        "contacto.",
        "replies_to_introduction/outreach",
        who="tomas > mara",
    ),
    Row(
        "an answer that moves the introducer away",
        "Gracias, Ines, por la presentación (te paso a copia oculta). Mucho gusto, Mara. ¿Te viene bien el "
        "jueves a las 10?",
        "replies_to_introduction/answer, proposes_times",
        who="tomas > mara, ines",
    ),
)
MEETINGS = (
    Row(
        "two times to choose from",
        "¿Te viene bien el martes a las 11 o el jueves por la tarde?",
        "proposes_times",
    ),
    Row(
        "a time agreed",
        "Perfecto, nos vemos el jueves a las 10.",
        "confirms_meeting",
        answers="¿Te viene bien el jueves a las 10?",
    ),
    Row(
        "a meeting moved",
        "Me ha surgido un viaje, ¿podemos mover la reunión al viernes?",
        "reschedules",
        answers="Nos vemos el jueves a las 10.",
    ),
    Row(
        "thanks after a meeting",
        "Muchas gracias por tu tiempo ayer, me encantó la charla sobre los puertos.",
        "thanks/after_meeting",
        may="reports_outcome",
    ),
    Row(
        "how it went",
        "Hola Mara, te cuento que ayer hablé con Vera Moreau y fue muy bien. Gracias por abrirme esa puerta.",
        "reports_outcome/met, thanks",
    ),
    Row(
        "an offer",
        "Mara, me dieron el puesto! empiezo el lunes. mil gracias por todo",
        "reports_outcome/outcome",
    ),
    Row(
        "nothing came of it",
        "Al final eligieron a otra persona, así que no me dieron el puesto. Quería que lo supieras por mí.",
        "reports_outcome/outcome",
    ),
    Row(
        "a nudge",
        "Hola Mara, perdona que insista: ¿has podido ver mi correo de la semana pasada?",
        "nudges",
    ),
    Row(
        "not before March",
        "Ahora mismo estamos a tope; hablamos después del verano.",
        "defers",
        may="declines",
    ),
)
FAVOURS = (
    Row("a reference", "¿Podrías ser mi referencia para el puesto en Nordvik?", "asks_favour"),
    Row("a CV to read", "Mara, ¿me harías un favor? ¿Podrías revisar mi CV antes del lunes?", "asks_favour"),
    Row(
        "a CV handed on",
        "Pasé tu CV a la jefa de Nordvik y le hablé muy bien de ti.",
        "gives_favour",
        may="introduces",
    ),
    Row("a promise", "Mañana te mando el informe que te dije.", "promises_something"),
    Row("a question", "¿Cuántas personas caben en la sala pequeña?", "asks_question"),
)
MACHINES = (
    Row(
        "an automatic reply", "Estoy de vacaciones hasta el lunes 16. Responderé a mi regreso.", "auto_reply"
    ),
    Row(
        "a failed delivery",
        "No se ha podido entregar su mensaje a la siguiente dirección: usuario desconocido.",
        "bounce",
    ),
    Row(
        "a newsletter",
        "Novedades de noviembre en la tienda. Si no desea recibir más correos, puede darse de baja aquí.",
        "list_or_bulk",
    ),
    Row(
        "an application received",
        "Gracias por tu candidatura. Hemos recibido tu CV y nuestro equipo de selección lo revisará.",
        "application_ack",
    ),
    Row(
        "a stranger who sells",
        "Hola Mara, me presento: soy Tomas, de una agencia. He visto tu perfil en LinkedIn. Ayudamos a "
        "empresas como la tuya a aumentar sus ventas; ¿agendamos una llamada rápida?",
        "cold_self_introduction",
        who="tomas > mara",
    ),
)
NEAR_MISSES = (
    Row(
        "both put on copy of ordinary mail",
        "Mara, Tomas: os pongo en copia, la reunión del lunes pasa a las 11.",
        who="ines > mara, tomas",
    ),
    Row(
        "somebody put on copy of ordinary mail",
        "Mara, pongo en copia a Tomas, la reunión del lunes pasa a las 11.",
        who="ines > mara, tomas",
    ),
    Row(
        "a product is presented",
        "Le presentamos nuestra nueva plataforma de facturación, con tres meses de prueba.",
    ),
    Row(
        "a report is presented",
        "Te presento el informe de ventas de octubre; mira la tabla de la página dos.",
    ),
    Row("a quotation", "Estimada Mara: le presento el presupuesto que nos pidió. Quedo a su disposición."),
    Row("slides", "Te adjunto la presentación de resultados para la reunión del comité."),
    Row(
        "a new colleague",
        "Hola a todos: Vera Moreau se incorpora a nuestro equipo de diseño el lunes. Dadle la bienvenida.",
        who="ines > mara, tomas, arjun",
    ),
    Row("a new list member", "Hola a todos, me presento: soy Arjun y acabo de llegar al grupo de lectura."),
    Row(
        "a new account manager",
        "A partir de enero Vera Moreau llevará su cuenta; será su nuevo contacto en el banco.",
    ),
    Row("presenting oneself for an exam", "Al final voy a presentarme al examen en junio, deséame suerte."),
    Row(
        "contact us", "Para cualquier duda, póngase en contacto con nuestro servicio de atención al cliente."
    ),
    Row("a delivery", "El paquete llegó ayer; el mensajero lo dejó en la portería."),
    Row("a plumber", "¿Conoces a alguien que arregle persianas? La del salón se ha roto."),
    Row("a thank-you before the fact", "Necesito la factura de septiembre. Gracias de antemano."),
    Row("lunch", "¿Comemos mañana en el sitio de siempre? Llevo yo el pan."),
    Row("the agenda", "Orden del día: 1. Presentación del plan. 2. Presupuesto. 3. Ruegos y preguntas."),
    Row("news of the family", "La abuela ya está en casa y te manda un beso. El domingo hacemos paella."),
    Row("a task inside the team", "Por favor, pon al proveedor en copia cuando contestes a contabilidad."),
    Row("a password", "Para conectarte a la red nueva usa la contraseña que está en la pizarra."),
    Row("thanks for a file", "Gracias por el archivo, ya lo he guardado en la carpeta compartida."),
)


@pytest.mark.parametrize("row", INTRODUCTIONS + MEETINGS + FAVOURS + MACHINES, ids=str)
def test_spanish_mail_is_read_for_what_it_does(row: Row) -> None:
    check(row, "es")


@pytest.mark.parametrize("row", NEAR_MISSES, ids=str)
def test_spanish_mail_that_only_sounds_like_an_introduction_is_left_alone(row: Row) -> None:
    check(row, "es")


def test_every_spanish_phrase_can_be_read() -> None:
    check_pack("es")


def test_every_draft_can_be_written_in_spanish() -> None:
    check_drafts("es")


def test_spanish_is_told_from_its_neighbours_by_one_sentence() -> None:
    check_languages(
        "es",
        (
            "Muchas gracias por el café de ayer.",
            "¿Conoces a alguien en Nordvik?",
            "Te mando el informe mañana por la mañana.",
            "Estimada señora: le escribo por recomendación de una amiga.",
            "Le agradezco su respuesta y quedo a su disposición.",
            "Quisiera consultarle los plazos de entrega.",
            "che, me pasas el telefono de vera?",
            "dale, nos vemos el jueves",
            "hola q tal, ya hable con ella",
        ),
    )

"""Portuguese as people write it: Brazil and Portugal, você, tu and o senhor, by telephone without accents."""

from __future__ import annotations

import pytest

from tests.rules.packs.mails import Row, check, check_drafts, check_languages, check_pack

INTRODUCTIONS = (
    Row(
        "a hand-off after which they write first",
        "Falei de ti à Vera Moreau. Ela vai contactar-te quando voltar.",
        "introduces/target_writes",
    ),
    Row(
        "a two-sided introduction from Brazil",
        "Mara, te apresento o Tomas Keller, que cuida da logística da Nordvik. Tomas, a Mara é a arquiteta "
        "de quem te falei. A partir daqui é com vocês.",
        "introduces/two_sided",
        who="ines > mara, tomas",
    ),
    Row(
        "a two-sided introduction from Portugal",
        "Caros dois,\n\nTenho muito gosto em pôr-vos em contacto. O Tomas dirige a oficina da Nordvik, a "
        "Mara projecta escolas. Deixo-vos combinar o resto.",
        "introduces/two_sided",
        who="ines > mara, tomas",
    ),
    Row(
        "typed on a telephone, without capitals or accents",
        "oi tomas, apresento a mara, a arquiteta que te falei. mara, o tomas cuida das compras na nordvik. "
        "deixo voces conversarem!",
        "introduces/two_sided",
        who="ines > mara, tomas",
    ),
    Row(
        "an introduction by somebody's assistant",
        "Bom dia, Tomas e Mara. A Dra. Moreau pediu-me que vos pusesse em contacto. A Mara conhece bem os "
        "portos do norte; o Tomas procura alguém assim.",
        "introduces",
        who="ines > mara, tomas",
    ),
    Row(
        "a hand-off from Brazil: she expects the call",
        "Já falei com a Vera Moreau sobre você. Ela está esperando sua ligação, o telefone dela é 11 91234 "
        "5678.",
        "introduces/hand_off",
    ),
    Row(
        "a hand-off from Portugal: she expects the call",
        "Dei o teu contacto à Vera Moreau e ela está à espera do teu telefonema. O número dela é 912 345 "
        "678.",
        "introduces/hand_off",
    ),
    Row(
        "a hand-off with leave to use the name",
        "Escreve para a Vera Moreau (vera@moreau.example) e diz que fui eu que indiquei. Falei muito bem "
        "de ti.",
        "introduces/hand_off",
        may="redirects",
    ),
    Row(
        "a friend asks to be introduced",
        "Oi Mara, você poderia me apresentar à Vera Moreau? Adoraria conversar com ela sobre o arquivo.",
        "asks_for_introduction",
    ),
    Row(
        "a formal ask",
        "Cara Mara, seria possível pôr-me em contacto com a directora da Nordvik? Ficar-lhe-ia muito grato.",
        "asks_for_introduction",
    ),
    Row(
        "do you know anyone there",
        "oi mara, vc conhece alguem na nordvik? to procurando trabalho em logistica",
        "asks_for_introduction",
    ),
    Row(
        "my own ask",
        "Oi Ines, será que você podia me apresentar ao Tomas Keller? Te mando umas linhas para encaminhar.",
        "asks_for_introduction",
        who="mara > ines",
    ),
    Row(
        "a promise with a day",
        "Claro que sim, com todo o gosto. Na quinta faço a ponte.",
        "promises_introduction",
        answers="Você poderia me apresentar à Vera Moreau?",
    ),
    Row(
        "a promise to ask first",
        "Deixa eu perguntar primeiro para a Vera se ela topa, e te aviso.",
        "promises_introduction/opt_in",
        answers="Você poderia me apresentar à Vera Moreau?",
    ),
    Row(
        "may I introduce somebody to you",
        "Olá Mara, uma amiga, a Vera Moreau, gostaria de te conhecer. Posso apresentar-vos? Um não também "
        "está bem.",
        "opt_in_question",
        may="introduces",
    ),
    Row(
        "yes, put her in touch",
        "Sim, com prazer, adoraria conhecer a Vera. Pode passar o meu e-mail.",
        "opts_in",
        answers="Posso passar o seu e-mail para a Vera Moreau?",
    ),
    Row(
        "a no, since they hardly know each other",
        "Lamento, mas não a conheço o suficiente. Prefiro não fazer essa apresentação.",
        "declines",
        answers="Você poderia me apresentar à Vera Moreau?",
    ),
    Row(
        "write to her yourself",
        "Escreve direto para ela e usa o meu nome, não precisas de mim para isso.",
        "redirects",
        answers="Podias apresentar-me à Vera Moreau?",
        may="introduces",
    ),
    Row(
        "send me something to forward",
        "Com prazer. Me manda umas três ou quatro linhas sobre você que eu possa encaminhar?",
        "asks_for_blurb",
        answers="Você poderia me apresentar à Vera Moreau?",
        may="promises_introduction",
    ),
    Row(
        "a warm first letter",
        "Boa tarde, Mara. A Vera Moreau sugeriu que eu escrevesse para você. Estou montando uma biblioteca "
        "e ela disse que você poderia me orientar.",
        "replies_to_introduction/outreach",
        who="tomas > mara",
    ),
    Row(
        "a warm first letter from Portugal",
        "Exma. Senhora, escrevo-lhe por sugestão da Vera Moreau, que me deu o seu contacto.",
        "replies_to_introduction/outreach",
        who="tomas > mara",
    ),
    Row(
        "an answer that moves the introducer away",
        "Obrigado, Ines, pela ponte (te passo para cópia oculta). Muito prazer, Mara. Que tal quinta às 10?",
        "replies_to_introduction/answer, proposes_times",
        who="tomas > mara, ines",
    ),
)
MEETINGS = (
    Row("two times to choose from", "Dá-te jeito terça às 11 ou quinta à tarde?", "proposes_times"),
    Row(
        "a time agreed",
        "Combinado, até quinta às 10.",
        "confirms_meeting",
        answers="Que tal quinta às 10?",
    ),
    Row(
        "a meeting moved",
        "Surgiu um imprevisto, podemos remarcar para sexta?",
        "reschedules",
        answers="Até quinta às 10.",
    ),
    Row(
        "thanks after a meeting",
        "Muito obrigada pelo seu tempo ontem, adorei a conversa sobre os portos.",
        "thanks/after_meeting",
        may="reports_outcome",
    ),
    Row(
        "how it went",
        "Oi Mara, passando para contar como foi: ontem conversei com a Vera Moreau e correu muito bem. "
        "Obrigado por abrir essa porta.",
        "reports_outcome/met, thanks",
    ),
    Row(
        "an offer",
        "Mara, consegui a vaga! comeco na segunda. muito obrigado por tudo",
        "reports_outcome/outcome, thanks",
    ),
    Row(
        "nothing came of it",
        "Acabaram por contratar outra pessoa, não fiquei com o lugar. Queria que soubesses por mim.",
        "reports_outcome/outcome",
    ),
    Row(
        "a nudge",
        "Oi Mara, desculpa insistir: você conseguiu ver meu e-mail da semana passada?",
        "nudges",
    ),
    Row(
        "not before the new year",
        "Estou atolada agora, a gente se fala depois do carnaval.",
        "defers",
        answers="Que tal um café este mês?",
        may="declines",
    ),
)
FAVOURS = (
    Row("a reference", "Podias dar uma referência para o lugar na Nordvik?", "asks_favour"),
    Row(
        "a CV to read",
        "Mara, você me faria um favor? Poderia dar uma olhada no meu currículo até segunda?",
        "asks_favour",
    ),
    Row(
        "a CV handed on",
        "Passei o seu currículo para a chefe da Nordvik e falei muito bem de você.",
        "gives_favour",
        may="introduces",
    ),
    Row("a promise", "Amanhã te mando o relatório que prometi.", "promises_something"),
    Row("a question", "Quantas pessoas cabem na sala pequena?", "asks_question"),
)
MACHINES = (
    Row(
        "an automatic reply",
        "Estou de férias até segunda-feira, dia 16. Responderei no meu regresso.",
        "auto_reply",
    ),
    Row(
        "a failed delivery",
        "Não foi possível entregar a sua mensagem ao seguinte endereço: usuário desconhecido.",
        "bounce",
    ),
    Row(
        "a newsletter",
        "As novidades de novembro na loja. Se não deseja mais receber estes e-mails, pode cancelar a "
        "inscrição aqui.",
        "list_or_bulk",
    ),
    Row(
        "an application received",
        "Obrigado pela sua candidatura. Recebemos o seu currículo e iremos analisar a sua experiência.",
        "application_ack",
    ),
    Row(
        "a stranger who sells",
        "Olá Mara, meu nome é Tomas, sou de uma agência. Vi o seu perfil no LinkedIn. Ajudamos empresas "
        "como a sua a aumentar as vendas; podemos marcar uma call rápida?",
        "cold_self_introduction",
        who="tomas > mara",
    ),
)
NEAR_MISSES = (
    Row(
        "both put on copy of ordinary mail",
        "Mara, Tomas: ponho-vos em cópia, a reunião de segunda passou para as 11.",
        who="ines > mara, tomas",
    ),
    Row(
        "somebody put on copy of ordinary mail",
        "Mara, ponho o Tomas em cópia, a reunião de segunda passou para as 11.",
        who="ines > mara, tomas",
    ),
    Row(
        "a product is presented",
        "Apresentamos a nossa nova plataforma de faturação, com três meses de teste gratuito.",
    ),
    Row("a report is presented", "Apresento o relatório de vendas de outubro; veja a tabela da página dois."),
    Row("a quotation", "Cara Mara, apresento-lhe o orçamento que nos pediu. Fico à disposição."),
    Row("slides", "Segue em anexo a apresentação de resultados para a reunião do comitê."),
    Row(
        "a new colleague",
        "Olá a todos, a Vera Moreau junta-se à nossa equipa de design na segunda-feira. Boas-vindas!",
        who="ines > mara, tomas, arjun",
    ),
    Row(
        "a new list member", "Olá a todos, apresento-me: sou o Arjun e acabei de chegar ao grupo de leitura."
    ),
    Row(
        "a new account manager",
        "A partir de janeiro a Vera Moreau será a sua nova gestora de conta no banco.",
    ),
    Row("presenting oneself for an exam", "No fim vou apresentar-me ao exame de junho, deseja-me sorte."),
    Row("contact us", "Para qualquer dúvida, entre em contato com o nosso serviço de apoio ao cliente."),
    Row("a delivery", "A encomenda chegou ontem; o estafeta deixou-a na portaria."),
    Row("a plumber", "Conhece alguém que conserte persianas? A da sala quebrou."),
    Row("a thank-you before the fact", "Preciso da fatura de setembro. Desde já agradeço."),
    Row("lunch", "Almoçamos amanhã no sítio do costume? Eu levo o pão."),
    Row(
        "the agenda",
        "Pauta da reunião de segunda: 1. Apresentação do plano. 2. Orçamento. 3. Assuntos gerais.",
    ),
    Row("news of the family", "A avó já está em casa e manda um beijo. No domingo fazemos bacalhau."),
    Row(
        "a task inside the team", "Por favor, coloque o fornecedor em cópia quando responder à contabilidade."
    ),
    Row("a password", "Para se conectar à nova rede use a senha que está no quadro."),
    Row("thanks for a file", "Obrigado pelo arquivo, já guardei na pasta compartilhada."),
)


@pytest.mark.parametrize("row", INTRODUCTIONS + MEETINGS + FAVOURS + MACHINES, ids=str)
def test_portuguese_mail_is_read_for_what_it_does(row: Row) -> None:
    check(row, "pt")


@pytest.mark.parametrize("row", NEAR_MISSES, ids=str)
def test_portuguese_mail_that_only_sounds_like_an_introduction_is_left_alone(row: Row) -> None:
    check(row, "pt")


def test_every_portuguese_phrase_can_be_read() -> None:
    check_pack("pt")


def test_every_draft_can_be_written_in_portuguese() -> None:
    check_drafts("pt")


def test_portuguese_is_told_from_its_neighbours_by_one_sentence() -> None:
    check_languages(
        "pt",
        (
            "Muito obrigado pelo café de ontem.",
            "Conhece alguém na Nordvik?",
            "Te mando o relatório amanhã de manhã.",
            "Exma. Senhora, escrevo-lhe por recomendação de uma amiga.",
            "Agradeço a sua resposta e fico à disposição.",
            "Gostaria de saber os prazos de entrega.",
            "vc me passa o telefone da vera?",
            "combinado, ate quinta",
            "oi, ja falei com ela",
        ),
    )

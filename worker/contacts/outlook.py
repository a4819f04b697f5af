"""Outlook's contacts as CSV, which speaks the language of the program that wrote it. Data."""

from __future__ import annotations

from worker.contacts.columns import Column, Format, headers

OUTLOOK = Format(
    "outlook",
    headers(
        {
            Column.NAME: "Name|Display Name|Full Name|Anzeigename|Nom complet|Nombre completo|Nome completo",
            Column.FIRST: "First Name|Vorname|Prénom|Nombre|Nome|Nome próprio|Voornaam",
            Column.MIDDLE: "Middle Name|Weitere Vornamen|Deuxième prénom|Segundo nombre|Secondo nome"
            "|Segundo nome|Middelste naam",
            Column.LAST: "Last Name|Nachname|Nom|Nom de famille|Apellidos|Cognome|Sobrenome|Apelido"
            "|Achternaam",
            Column.ADDRESS: "E-mail Address|Email|E-mail|Email Address|E-Mail-Adresse|E-Mail 2: Adresse"
            "|Adresse de messagerie|Adresse e-mail|Dirección de correo electrónico|Correo electrónico"
            "|Indirizzo posta elettronica|Indirizzo di posta elettronica|Indirizzo e-mail|Endereço de email"
            "|Endereço de correio eletrónico|Endereço de e-mail|E-mailadres",
            Column.ORGANISATION: "Company|Organization|Firma|Unternehmen|Organisation|Société|Entreprise"
            "|Organización|Compañía|Empresa|Società|Azienda|Organização|Bedrijf|Organisatie",
            Column.POSITION: "Job Title|Position|Titre|Fonction|Poste|Puesto|Cargo|Posizione|Qualifica"
            "|Functie",
            Column.LABELS: "Categories|Kategorien|Catégories|Categorías|Categorie|Categorias|Categorieën",
            Column.NOTE: "Notes|Notizen|Notas|Note|Anotações|Observações|Notities",
            Column.PROFILE: "Web Page|Webseite|Page Web|Página web|Pagina Web|Página da Web|Webpagina",
        }
    ),
)

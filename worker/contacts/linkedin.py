"""LinkedIn's Connections.csv: notes before the header; most people without an address. Data."""

from __future__ import annotations

from worker.contacts.columns import Column, Format, headers

LINKEDIN = Format(
    "linkedin",
    headers(
        {
            Column.FIRST: "First Name|Vorname|Prénom|Nombre|Nome|Voornaam",
            Column.LAST: "Last Name|Nachname|Nom|Nom de famille|Apellidos|Cognome|Sobrenome|Apelido"
            "|Achternaam",
            Column.PROFILE: "URL|Profil-URL|URL du profil|URL del perfil|URL del profilo|URL do perfil"
            "|Profiel-URL",
            Column.ADDRESS: "Email Address|E-Mail-Adresse|E-Mail|Adresse e-mail|Dirección de correo"
            "|Dirección de correo electrónico|Correo electrónico|Indirizzo e-mail|Endereço de e-mail"
            "|E-mailadres",
            Column.ORGANISATION: "Company|Unternehmen|Firma|Entreprise|Société|Empresa|Azienda|Bedrijf",
            Column.POSITION: "Position|Stelle|Poste|Cargo|Puesto|Posizione|Qualifica|Posição|Functie",
        }
    ),
)

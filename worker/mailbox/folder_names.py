"""The names of folders: how they are written, and what they mean in the languages they come in.

Names are compared without case and with single spaces, below "INBOX." or "[Gmail]/".
"""

from __future__ import annotations

import os
import re

from worker.ports import FolderRole

_NAMES: dict[FolderRole, tuple[str, ...]] = {
    FolderRole.INBOX: ("Inbox", "Posteingang", "Boîte de réception", "Bandeja de entrada", "Posta in arrivo"),
    FolderRole.SENT: (
        *("Sent", "Sent Mail", "Sent Items", "Sent Messages", "Sent-Mail", "Sent objects", "Outgoing"),
        *("Gesendet", "Gesendete", "Gesendete Elemente", "Gesendete Objekte", "Gesendete Nachrichten"),
        *("Envoyés", "Messages envoyés", "Éléments envoyés", "Courrier envoyé", "Objets envoyés"),
        *("Enviados", "Elementos enviados", "Mensajes enviados", "Correo enviado", "Enviadas"),
        *("Itens enviados", "Mensagens enviadas", "E-mails enviados", "Correio enviado"),
        *("Inviata", "Inviati", "Posta inviata", "Elementi inviati", "Messaggi inviati"),
        *("Verzonden", "Verzonden items", "Verzonden berichten", "Verstuurd"),
        *("Skickat", "Skickade", "Skickade objekt", "Sendt", "Sendte", "Sendte elementer", "Sendt post"),
        *("Lähetetyt", "Lähetetyt viestit", "Wysłane", "Elementy wysłane", "Odeslané", "Odeslaná pošta"),
        *("Odoslané", "Elküldött", "Elküldött elemek", "Trimise", "Poslano", "Poslane", "Išsiųsti"),
        *("Отправленные", "Надіслані", "Απεσταλμένα", "Gönderilmiş", "Gönderilmiş Öğeler", "Gönderilenler"),
        *("送信済み", "送信済みメール", "送信済みアイテム", "已发送", "已发送邮件", "已傳送", "寄件備份"),
        *("보낸편지함", "보낸 편지함", "المرسلة", "נשלחו"),
    ),
    FolderRole.ARCHIVE: (
        *("Archive", "Archives", "Archived", "Archiv", "Archivo", "Archivos", "Archivio", "Arquivo"),
        *("Archief", "Arkiv", "Arkisto", "Archiwum", "Archív", "Архив", "Архів", "Arşiv", "アーカイブ"),
        *("归档", "存档", "封存", "보관함"),
    ),
    FolderRole.ALL: (
        *("All Mail", "Alle Nachrichten", "Tous les messages", "Todos", "Todos los correos"),
        *("Todos os e-mails", "Tutti i messaggi", "Alle berichten", "Alla mail", "Вся почта"),
        *("すべてのメール", "所有邮件"),
    ),
    FolderRole.DRAFTS: (
        *("Draft", "Drafts", "Entwurf", "Entwürfe", "Brouillons", "Borradores", "Rascunhos", "Bozze"),
        *("Concepten", "Utkast", "Kladder", "Luonnokset", "Wersje robocze", "Szkice", "Koncepty"),
        *("Черновики", "Чернетки", "Taslaklar", "下書き", "草稿", "草稿箱", "임시보관함"),
    ),
    FolderRole.JUNK: (
        *("Junk", "Spam", "Junk E-mail", "Junk Email", "Junk Mail", "Bulk Mail", "Spamverdacht"),
        *("Unerwünscht", "Werbung", "Courrier indésirable", "Indésirables", "Pourriel", "Correo no deseado"),
        *("Lixo eletrônico", "Posta indesiderata", "Ongewenst", "Ongewenste e-mail", "Skräppost"),
        *("Søppelpost", "Uønsket post", "Roskaposti", "Wiadomości-śmieci", "Nevyžádaná pošta", "Спам"),
        *("İstenmeyen", "迷惑メール", "垃圾邮件", "垃圾郵件", "스팸"),
    ),
    FolderRole.TRASH: (
        *("Trash", "Bin", "Deleted", "Deleted Items", "Deleted Messages", "Papierkorb"),
        *("Gelöscht", "Gelöschte Elemente", "Gelöschte Objekte", "Corbeille", "Éléments supprimés"),
        *("Papelera", "Elementos eliminados", "Lixeira", "Itens excluídos", "Cestino", "Posta eliminata"),
        *("Prullenbak", "Verwijderde items", "Papperskorgen", "Borttagna objekt", "Papirkurv"),
        *("Slettede elementer", "Roskakori", "Kosz", "Koš", "Корзина", "Кошик", "Çöp Kutusu", "ゴミ箱"),
        *("已删除", "已删除邮件", "휴지통"),
    ),
}

ROLES_BY_NAME: dict[str, FolderRole] = {
    name.casefold(): role for role, names in _NAMES.items() for name in names
}

_SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")


def file_name(name: str) -> str:
    """A file's name as text that can be stored and shown: octets that are no UTF-8 become \\xe9."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def decoded_name(name: str) -> str:
    """A name in modified UTF-7 (RFC 3501 section 5.1.3) as it is read; what is none is left as it is."""
    return _SHIFTED.sub(_characters, name)


def _characters(shifted: re.Match[str]) -> str:
    if not shifted[1]:
        return "&"
    try:
        decoded = f"+{shifted[1].replace(',', '/')}-".encode().decode("utf-7")
        decoded.encode()  # half a surrogate pair can be neither stored nor shown
    except UnicodeError:
        return shifted[0]
    return decoded

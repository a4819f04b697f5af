"""Which folders are read, as what, and by whose word."""

from __future__ import annotations

import pytest

from worker.mailbox.folder_names import ROLES_BY_NAME
from worker.mailbox.folders import FolderRules, Listed, choose, role_by_name
from worker.ports import Folder, FolderRole, NoSentFolder


def listed(*names: str, separator: str = "/", **uses: str) -> list[Listed]:
    """LIST answers; a use is given by the folder's name: Papers="\\\\sent"."""
    flagged = [Listed(name, separator, frozenset({flag})) for name, flag in uses.items()]
    return [Listed(name, separator) for name in names] + flagged


def chosen(folders: list[Listed], **rules: tuple[str, ...] | str) -> dict[str, Folder]:
    found = choose(folders, FolderRules(**rules), account="home")  # type: ignore[arg-type]  # a test's shorthand
    return {folder.name: folder for folder in found}


def selected(folders: list[Listed], **rules: tuple[str, ...] | str) -> list[str]:
    return [name for name, folder in chosen(folders, **rules).items() if folder.selected]


def test_inbox_sent_and_archive_are_read_and_nothing_else() -> None:
    folders = listed("Projects", "Trash", "Junk", "Drafts", "Archive", "Sent", "INBOX")
    assert selected(folders) == ["INBOX", "Sent", "Archive"]
    assert chosen(folders)["Projects"].why == "not asked for; setting include adds it"


def test_all_mail_is_read_in_the_place_of_the_archive() -> None:
    folders = listed("INBOX", "Archive", Everything="\\all", Out="\\sent")
    assert selected(folders) == ["INBOX", "Out", "Everything"]
    assert "all mail" in chosen(folders)["Archive"].why


def test_an_archive_named_by_the_settings_is_read_beside_all_mail() -> None:
    assert "Old" in selected(listed("INBOX", "Old", All="\\all", Out="\\sent"), archive="Old")


def test_a_provider_that_shows_all_mail_needs_no_sent_folder() -> None:
    assert selected(listed("INBOX", Everything="\\all")) == ["INBOX", "Everything"]


def test_special_use_outranks_the_name_and_the_setting_outranks_both() -> None:
    folders = [Listed("INBOX"), Listed("Sent", "/", frozenset({"\\junk"})), Listed("Gesendet"), Listed("Out")]
    found = chosen(folders, sent="Out")
    assert found["Sent"].role is FolderRole.JUNK
    assert found["Gesendet"].why == "sent by name"
    assert found["Out"].why == "sent by setting"


@pytest.mark.parametrize(
    ("name", "separator", "role"),
    [
        ("Sent Items", "/", FolderRole.SENT),
        ("INBOX.Sent", ".", FolderRole.SENT),
        ("[Gmail]/Gesendet", "/", FolderRole.SENT),
        ("[Google Mail]/Sent Mail", "/", FolderRole.SENT),
        ("ÉLÉMENTS  ENVOYÉS", "/", FolderRole.SENT),
        ("Отправленные", "|", FolderRole.SENT),
        ("送信済み", "/", FolderRole.SENT),
        ("Papierkorb", "/", FolderRole.TRASH),
        ("Correo no deseado", "/", FolderRole.JUNK),
        ("Bozze", "/", FolderRole.DRAFTS),
        ("Archivio", "", FolderRole.ARCHIVE),
        ("Projects/Sent", "/", FolderRole.OTHER),
        ("Presentations", "/", FolderRole.OTHER),
    ],
)
def test_folders_are_known_by_name_in_many_languages(name: str, separator: str, role: FolderRole) -> None:
    assert role_by_name(name, separator) is role


def test_no_name_stands_for_two_roles() -> None:
    assert all(name == " ".join(name.split()).casefold() for name in ROLES_BY_NAME)
    assert len(ROLES_BY_NAME) > 150


def test_a_subfolder_is_what_its_parent_is() -> None:
    folders = listed("INBOX", "INBOX/Clients", "Sent", "Archive/2025/May", "Trash/Old", "Trash")
    found = chosen(folders)
    assert found["Archive/2025/May"].role is FolderRole.ARCHIVE
    assert found["Trash/Old"].role is FolderRole.TRASH
    assert found["INBOX/Clients"].role is FolderRole.OTHER
    assert not found["INBOX/Clients"].selected


def test_include_adds_by_pattern_and_exclude_takes_away() -> None:
    folders = listed("INBOX", "Sent", "Clients/A", "Clients/B", "Archive", "Trash")
    rules = {"include": ("Clients/*", "Trash"), "exclude": ("Clients/B", "Archive")}
    assert selected(folders, **rules) == ["INBOX", "Sent", "Clients/A"]
    assert chosen(folders, **rules)["Archive"].why == "left out by setting exclude"
    assert chosen(folders, **rules)["Trash"].why == "trash by name: never read"


def test_a_folder_of_the_settings_that_is_gone_is_kept_so_that_the_scan_says_so() -> None:
    found = chosen(listed("INBOX", "Sent"), include=("Clients", "P*"), archive="Old")
    assert found["Clients"].selected
    assert found["Old"].role is FolderRole.ARCHIVE
    assert "P*" not in found


def test_what_cannot_be_selected_is_no_folder() -> None:
    folders = [*listed("INBOX", "Sent"), Listed("[Gmail]", "/", frozenset({"\\noselect"}))]
    assert "[Gmail]" not in chosen(folders)


@pytest.mark.parametrize("rules", [{}, {"sent": "Gone"}, {"exclude": ("Sent",)}])
def test_without_sent_mail_the_candidates_are_named(rules: dict[str, str]) -> None:
    names = ["INBOX", "Trash", *(f"Folder {n}" for n in range(10))] + (["Sent"] if "exclude" in rules else [])
    with pytest.raises(NoSentFolder, match="account home") as refused:
        chosen(listed(*names), **rules)
    assert "[account.folders] sent =" in refused.value.advice
    assert '"Folder 0", "Folder 1"' in refused.value.advice
    assert "and 2 more" in refused.value.advice
    assert "Trash" not in refused.value.advice


@pytest.mark.parametrize(
    ("folders", "named", "advice"),
    [
        (["Letters out"], "Letter out", 'The server lists no "Letter out". Name it'),
        (["Drafts", "Junk"], "", 'It may be: "Drafts", "Junk".'),
        ([], "", "The server lists no folder but INBOX."),
    ],
)
def test_a_sent_folder_that_is_misspelt_or_under_another_role_is_told_by_what_is_there(
    folders: list[str], named: str, advice: str
) -> None:
    with pytest.raises(NoSentFolder) as refused:
        chosen(listed("INBOX", *folders), sent=named)
    assert advice in refused.value.advice

"""What a label of an address book says of somebody."""

from __future__ import annotations

import pytest

from rules.model import ContactType
from worker.contacts.labels import contact_type, divided


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        *((word, ContactType.FRIEND) for word in ("friend", "Family", "Freunde", "Verwandte", "Famille")),
        *((word, ContactType.FRIEND) for word in ("Amigos", "Familiares", "Amici", "vrienden", "Parentes")),
        *((word, ContactType.REFERENCE) for word in ("reference", "Colleagues", "Kollegen", "Collègues")),
        *((word, ContactType.REFERENCE) for word in ("Compañeros", "colleghi", "Colegas", "Collega's")),
        *((word, ContactType.SOCIAL) for word in ("Social", "Bekannte", "Connaissances", "Conocidos")),
        *((word, ContactType.SOCIAL) for word in ("conoscenti", "Conhecidos", "Kennissen")),
        *((word, ContactType.OTHER) for word in ("Other", "Sonstige", "Autres", "Otros", "Altri", "Overige")),
        *((word, None) for word in ("myContacts", "Friendly Bank", "", "Chor")),
    ],
)
def test_a_label_names_a_contact_type_in_seven_languages(label: str, kind: ContactType | None) -> None:
    assert contact_type([label]) is kind
    assert contact_type([f"* {label}"]) is kind


def test_of_several_types_the_one_to_protect_most_counts() -> None:
    assert contact_type(["Other", "Friends", "Colleagues"]) is ContactType.REFERENCE
    assert contact_type(["Other", "Social", "Friends"]) is ContactType.FRIEND


def test_one_cell_may_hold_several_labels() -> None:
    assert divided("* myContacts ::: Friends ::: ") == ("* myContacts", "Friends")
    assert divided("Rowing; Social,x") == ("Rowing", "Social", "x")

"""A user's own lists, a trained model beside the rules, and suggestions for the lists."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy

from pipeline import tagging, vocabulary
from pipeline.errors import UsageError
from pipeline.model import SCHEMA_VERSION, Outline, Paper, Passage, Source
from pipeline.tagging import rules
from pipeline.tagging.suggest import Suggestion, ready_to_paste, suggest
from pipeline.text import fold


def outline(*texts: str) -> Outline:
    return Outline(passages=[Passage(f"p{n}", "s1", "paragraph", "", text) for n, text in enumerate(texts)])


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    vocabulary.use(None)


@pytest.fixture
def no_model() -> Iterator[None]:
    yield
    tagging.use_model(None)


def test_a_users_folder_adds_names_and_forms(folder: Path) -> None:
    text = outline("Sailability and the DfE, or the Big Desk, met.")
    before = [(m.text, m.name) for m in tagging.tag(text).mentions]
    (folder / "services.yaml").write_text("names:\n  Sailability Westbrook: [Sailability]\n")
    (folder / "organisations.yaml").write_text("names:\n  Department for Education: [the Big Desk]\n")
    vocabulary.use(folder)
    after = [(m.text, m.name) for m in tagging.tag(text).mentions]
    assert before == [("DfE", "Department for Education")]
    assert after == [
        ("Sailability", "Sailability Westbrook"),
        ("DfE", "Department for Education"),
        ("the Big Desk", "Department for Education"),
    ]


def test_lists_that_changed_count_from_their_next_use_on(folder: Path) -> None:
    digests = set()
    for name in ("Sailability", "Swimability"):
        (folder / "services.yaml").write_text(f"names: {{{name}: []}}")
        vocabulary.use(folder)
        digests.add(vocabulary.digest())
        assert [m.name for m in tagging.tag(outline("Sailability and Swimability met.")).mentions] == [name]
    assert len(digests) == 2


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("services.yaml", "names: {Sailability: Sail}"),
        ("services.yaml", "names: [Sailability]"),
        ("organisations.yaml", "names: {Quay: [Q"),
        ("places.yaml", "councils: {Westbrook: []}"),
    ],
)
def test_a_list_of_the_wrong_shape_is_said_before_the_first_paper(folder: Path, file: str, text: str) -> None:
    (folder / file).write_text(text)
    vocabulary.use(folder)
    with pytest.raises(UsageError, match=file.removesuffix(".yaml")):
        tagging.check_lists()


def test_the_shipped_lists_are_sound_and_a_users_dates_count(folder: Path) -> None:
    (folder / "dates.yaml").write_text("seasons: {regatta: [6, 7]}")
    code = (
        "import sys, pathlib; from pipeline import dates, structure, statements, tagging, vocabulary;"
        "vocabulary.use(pathlib.Path(sys.argv[1])); tagging.check_lists();"
        "print(dates.find('Regatta 2015')[0].value.end)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
    assert done.stdout == "2015-07-31\n"


def test_every_name_of_the_shipped_lists_is_found_under_its_label() -> None:
    entries = rules.lists().folded
    assert len(entries) > 1000
    for form in ("Ofsted", "CQC", "Integrated Care Board", "school meals", "GDPR", "Better Care Fund"):
        (found,) = tagging.tag(outline(f"They met {form} here.")).mentions
        assert (found.text, (found.label, found.name)) == (form, entries[fold(form)])


def test_a_trained_model_adds_below_our_rules(folder: Path, no_model: None) -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "Ofsted"}, {"label": "ORG", "pattern": "Quayside Friends"}])
    nlp.to_disk(folder / "model")
    text = outline("Ofsted met Quayside Friends.")
    assert [m.name for m in tagging.tag(text).mentions] == ["Ofsted"]
    tagging.use_model(str(folder / "model"))
    assert [(m.label, m.name) for m in tagging.tag(text).mentions] == [
        ("organisation", "Ofsted"),
        ("organisation", "Quayside Friends"),
    ]


def test_a_model_that_is_not_installed_is_said_so() -> None:
    with pytest.raises(UsageError, match="no spaCy model 'xx_not_there'") as error:
        tagging.use_model("xx_not_there")
    assert "spacy download" in error.value.hint


def paper(number: int, *texts: str) -> Paper:
    found = outline(*texts)
    source = Source(f"{number}.pdf", "", 0, "application/pdf", None, "pdf")
    return Paper(
        SCHEMA_VERSION, str(number), source, None, "Harbour Board", None, None, "minutes",
        passages=found.passages, mentions=tagging.tag(found).mentions,
    )  # fmt: skip


def test_frequent_names_no_list_knows_are_suggested() -> None:
    papers = [paper(n, "We thanked Quayside Friends and Ofsted.", "The report of the Harbour Board.") for n in range(3)]
    papers.append(paper(4, "Members met Quayside Friends and the Mole Trust once, on Monday."))
    (suggestion,) = suggest(papers, least=3)
    assert (suggestion.name, suggestion.count, suggestion.papers) == ("Quayside Friends", 4, 4)
    assert suggestion.contexts[0] == "We thanked Quayside Friends and Ofsted."
    assert [(s.name, s.label) for s in suggest(papers, least=1)][1:] == [("Mole Trust", "organisation")]


def test_suggestions_are_ready_to_paste(folder: Path) -> None:
    found = [
        Suggestion("Quayside Friends", 4, 4, None, []),
        Suggestion("Mole: Trust", 2, 1, "organisation", []),
        Suggestion("Tide Team", 2, 1, "service", []),
    ]
    pasted = ready_to_paste(found)
    assert pasted == (
        "# organisations.yaml\nnames:\n  'Mole: Trust': []\n\n# services.yaml\nnames:\n  Tide Team: []\n\n"
        "# Unsure: move what you want to keep under one of the names above.\n#  Quayside Friends: []\n"
    )
    (folder / "services.yaml").write_text(pasted.split("\n\n")[1])
    vocabulary.use(folder)
    assert [m.name for m in tagging.tag(outline("Our tide team met.")).mentions] == ["Tide Team"]

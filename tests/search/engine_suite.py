"""What any search engine must do. A test module of an engine subclasses `EngineSuite` and says how to open one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from pipeline.errors import QueryError, UsageError
from pipeline.model import Due, Mention, Paper, Section, Statement, StatementKind
from pipeline.search import Engine, Hit, Request, Results, stamp
from pipeline.search.engine import Show, Sort
from tests.making import make_paper


def paper(name: str, *texts: str, copies: Iterable[str] = (), **fields: Any) -> Paper:
    """A paper of one section with a passage for each text."""
    made = make_paper(name, texts, **fields)
    made.source.copies = list(copies)
    return made


def stating(made: Paper, *kinds: StatementKind | None, owner: str = "", due: str = "") -> Paper:
    """`made` with a statement of a kind for each of its passages, None for none."""
    made.statements = [
        Statement(f"{made.id}-{passage.id}", kind, passage.id, 0, len(passage.text), "s1", passage.text, 0.9,
                  owners=[owner] if owner else [], due=Due(due, due, due) if due else None)
        for passage, kind in zip(made.passages, kinds, strict=True) if kind
    ]  # fmt: skip
    return made


class EngineSuite:
    """The tests."""

    def open_engine(self, folder: Path) -> Engine:
        """An engine of the sort under test."""
        raise NotImplementedError

    @pytest.fixture
    def engine(self, tmp_path: Path) -> Iterator[Engine]:
        engine = self.open_engine(tmp_path / "index")
        yield engine
        engine.close()

    # ---------------------------------------------------------------------------- what is held

    def test_an_empty_index_finds_nothing(self, engine: Engine) -> None:
        assert engine.papers() == {}
        found = engine.search(Request(query="foster", facets=["kind"]))
        assert (found.total, found.hits, found.facets) == (0, [], {"kind": []})

    def test_papers_are_known_by_their_stamps(self, engine: Engine) -> None:
        one, other = paper("a.pdf", "Foster carers."), paper("b.pdf", "Street lights.")
        engine.replace([one, other])
        assert engine.papers() == {one.id: stamp(one), other.id: stamp(other)}

    def test_a_paper_without_passages_is_held(self, engine: Engine) -> None:
        empty = paper("empty.pdf")
        engine.replace([empty])
        assert engine.papers() == {empty.id: stamp(empty)}
        assert engine.search(Request()).total == 0

    def test_a_new_version_takes_the_place_of_the_old(self, engine: Engine) -> None:
        old = paper("a.pdf", "Foster carers.")
        new = msgspec.structs.replace(paper("a.pdf", "Kinship carers."), id=old.id)
        engine.replace([old])
        engine.replace([new])
        assert engine.papers() == {old.id: stamp(new)}
        assert (total(engine, "foster"), total(engine, "kinship")) == (0, 1)

    def test_what_is_removed_is_gone(self, engine: Engine) -> None:
        one, other = paper("a.pdf", "Foster carers."), paper("b.pdf", "Foster homes.")
        engine.replace([one, other])
        engine.replace([], remove=[one.id, "unknown"])
        assert list(engine.papers()) == [other.id]
        assert documents(engine.search(Request(query="foster"))) == ["b.pdf"]

    def test_of_papers_with_one_id_the_first_counts(self, engine: Engine) -> None:
        one = paper("a.pdf", "Foster carers.")
        other = msgspec.structs.replace(paper("b.pdf", "Kinship carers."), id=one.id)
        engine.replace([one, other], remove=[one.id])
        assert engine.papers() == {one.id: stamp(one)}
        assert (total(engine, "foster"), total(engine, "kinship")) == (1, 0)

    def test_all_or_nothing(self, engine: Engine) -> None:
        """When the papers break off in the middle, the index is as it was."""
        engine.replace([paper("a.pdf", "Foster carers.")])
        held = engine.papers()

        def broken() -> Iterator[Paper]:
            yield paper("b.pdf", "Foster homes.")
            raise OSError("the disk is full")

        with pytest.raises(OSError, match="full"):
            engine.replace(broken(), remove=list(held))
        assert engine.papers() == held
        assert total(engine, "foster") == 1
        engine.replace([paper("c.pdf", "Foster plans.")])
        assert total(engine, "foster") == 2

    def test_it_is_there_when_opened_again(self, engine: Engine, tmp_path: Path) -> None:
        engine.replace([paper("a.pdf", "Foster carers.")])
        again = self.open_engine(tmp_path / "index")
        assert (again.papers(), total(again, "foster")) == (engine.papers(), 1)
        again.replace([paper("b.pdf", "Foster homes.")])
        assert total(engine, "foster") == 2, "an engine that was open sees what another has committed"
        again.close()

    # ------------------------------------------------------------------------------------- words

    @pytest.mark.parametrize(
        ("text", "query"),
        [
            ("Foster carers were recruited.", "FOSTER"),
            ("The Council’s plan", "council"),
            ("Services at the café", "cafe"),
            ("Work under s.17 of the Act", "s.17"),
            ("for 16-18-year-olds", "16-18-year-olds"),
            ("the year 2016/17", "2016/17"),
            ("as paper TB(7)1.ii says", "TB(7)1.ii"),
            ("at a cost of £10,000", "£10,000"),
            ("at a cost of £10,000", "10000"),
            ("a rise of 95% since May", "95%"),
            ("Recruiting carers", "recruitment"),
            ("the assessments made", "assessed"),
            ("policies of old", "policy"),
            ("What the children said", "child"),
        ],
    )
    def test_words_are_found_as_people_write_them(self, engine: Engine, text: str, query: str) -> None:
        engine.replace([paper("a.pdf", text, "Nothing of the kind in here."), paper("b.pdf", "Nor here.")])
        found = engine.search(Request(query=query))
        assert [hit.text for hit in found.hits] == [text]
        assert found.hits[0].highlights

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ('"foster carers"', "ab"),
            ('"carers foster"', ""),
            ('"foster support"~2', "a"),
            ('"foster support"~1', ""),
            ("support NEAR/2 foster", "a"),
            ("support NEAR/1 foster", ""),
            ('"foster carers" NEAR (support OR rooms)', "ab"),
            ("foster AND support", "a"),
            ("support OR lights", "ac"),
            ("carers -support", "b"),
            ("carers NOT support", "b"),
            ("NOT carers", "c"),
            ("(support OR rooms) AND carers", "ab"),
            ("fost*", "ab"),
            ("fostr~", "ab"),
            ("heading:help", "abc"),
            ("text:help", ""),
            ('"foster carers" support', "a"),
            ("", "abc"),
            ("*", "abc"),
        ],
    )
    def test_the_grammar(self, engine: Engine, query: str, expected: str) -> None:
        texts = {
            "a": "The foster carers need support.",
            "b": "Rooms of foster carers",
            "c": "Street lights in the parish",
        }
        engine.replace([paper(f"{name}.pdf", text) for name, text in texts.items()])
        found = engine.search(Request(query=query, exact=True))
        assert "".join(sorted(name[0] for name in documents(found))) == expected
        assert found.total == len(expected)

    def test_words_may_have_to_be_near(self, engine: Engine) -> None:
        near = "The carers who foster need support, which is dear."
        engine.replace([paper("a.pdf", near), paper("b.pdf", "Foster homes of any size and age want carers.")])
        assert total(engine, "carers fostering") == 2
        (hit,) = engine.search(Request(query="the carers fostering", near=1)).hits
        assert [hit.text[start:end] for start, end in hit.highlights] == ["carers", "foster"]
        assert engine.search(Request(query='"foster need" carers dear', near=3)).total == 0
        assert engine.search(Request(query='"foster need" carers dear', near=4)).total == 1
        assert engine.search(Request(query="carers fostering", near=1, exact=True)).total == 0
        with pytest.raises(UsageError):
            engine.search(Request(query="carers", near=-1))

    @pytest.mark.parametrize(
        ("query", "position"),
        [("(foster", 0), ('"foster', 0), ("foster OR", 9), ("bdy:board", 0), ("date:whenever", 5)],
    )
    def test_a_query_that_does_not_parse_says_where(self, engine: Engine, query: str, position: int) -> None:
        with pytest.raises(QueryError) as caught:
            engine.search(Request(query=query))
        assert caught.value.position == position

    def test_more_words_come_first(self, engine: Engine) -> None:
        engine.replace([
            paper("one.pdf", "Training for staff in the library and in the museum"),
            paper("both.pdf", "Training for foster carers in the library and in the museum"),
            paper("other.pdf", "A meeting with foster carers in the library and in the museum"),
        ])  # fmt: skip
        assert documents(engine.search(Request(query="foster carers training")))[0] == "both.pdf"

    def test_the_form_as_written_comes_first(self, engine: Engine) -> None:
        engine.replace([paper("a.pdf", "The plan was assessed"), paper("b.pdf", "The plan was an assessment")])
        assert documents(engine.search(Request(query="assessment"))) == ["b.pdf", "a.pdf"]
        assert documents(engine.search(Request(query="assessed"))) == ["a.pdf", "b.pdf"]

    def test_a_statement_of_the_kind_that_is_asked_for_comes_first(self, engine: Engine) -> None:
        engine.replace([
            stating(paper("a.pdf", "Staff turnover in fostering is high"), "milestone"),
            stating(paper("b.pdf", "Staff turnover in fostering is high now"), "risk"),
            paper("c.pdf", "Staff turnover in fostering is high too"),
        ])  # fmt: skip
        found = engine.search(Request(query="risks of staff turnover"))
        assert documents(found)[0] == "b.pdf"
        assert documents(found)[2] == "c.pdf"

    def test_the_body_and_the_year_that_a_query_names_come_first(self, engine: Engine) -> None:
        engine.replace([
            paper("a.pdf", "Hedges are to be cut", body="Parks Committee", meeting_date="2015-05-01"),
            paper("b.pdf", "Hedges are to be cut now", body="Roads Committee", meeting_date="2016-05-01"),
        ])  # fmt: skip
        assert documents(engine.search(Request(query="roads committee hedges cut")))[0] == "b.pdf"
        assert documents(engine.search(Request(query="hedges cut 2015")))[0] == "a.pdf"
        assert documents(engine.search(Request(query="hedges cut 2016")))[0] == "b.pdf"

    def test_a_kind_that_is_preferred_comes_first(self, engine: Engine) -> None:
        engine.replace([
            stating(paper("a.pdf", "The hedge to be cut"), "recommendation"),
            stating(paper("b.pdf", "The hedge by the school to be cut in the spring"), "decision"),
        ])  # fmt: skip
        kinds = {"kind": ["decision", "recommendation"]}
        assert documents(engine.search(Request(query="hedge", filters=kinds))) == ["a.pdf", "b.pdf"]
        assert documents(engine.search(Request(query="hedge", filters=kinds, prefer=["decision"]))) == [
            "b.pdf",
            "a.pdf",
        ]

    # ---------------------------------------------------------------------------------- widening

    def test_other_names_are_searched_as_well_and_told(self, engine: Engine) -> None:
        explained = paper(
            "a.pdf", "Forms of the Common Assessment Framework", abbreviations={"CAF": "Common Assessment Framework"}
        )
        engine.replace([explained, paper("b.pdf", "CAF training"), paper("c.pdf", "Looked after children")])
        found = engine.search(Request(query="CAF"))
        assert sorted(documents(found)) == ["a.pdf", "b.pdf"]
        assert "Common Assessment Framework" in found.expanded["caf"]
        assert sorted(documents(engine.search(Request(query="common assessment framework")))) == ["a.pdf", "b.pdf"]
        assert documents(engine.search(Request(query="children in care"))) == ["c.pdf"]

    def test_exact_searches_for_the_words_alone(self, engine: Engine) -> None:
        engine.replace([paper("a.pdf", "Looked after children"), paper("b.pdf", "Recruiting staff")])
        for query in ("children in care", "LAC", "recruitment"):
            found = engine.search(Request(query=query, exact=True))
            assert "b.pdf" not in documents(found)
            assert found.expanded == {}
        assert total(engine, "recruitment", exact=True) == 0

    def test_a_rare_word_weighs_more_than_common_ones(self, engine: Engine) -> None:
        common = [f"The parish council agreed to pay the fee of the hall for month {at}." for at in range(60)]
        engine.replace([paper("hall.pdf", *common), paper("one.pdf", "A defibrillator was bought for £900.")])
        found = engine.search(Request(query="how much did the parish council pay for the defibrillator"))
        assert documents(found)[0] == "one.pdf"

    def test_words_that_no_paper_holds_are_told(self, engine: Engine) -> None:
        engine.replace([paper("a.pdf", "Foster carers are trained each year."), paper("b.pdf", "Street lights.")])
        for query, unheld in {
            "training of zebra carers": ["zebra"], "foster carers": [], "zebra": [], '"zebra crossing" carers': [],
            "flurble zebra": ["flurble", "zebra"], "risks of street zebra": ["zebra"],
        }.items():  # fmt: skip
            assert engine.search(Request(query=query)).unheld == unheld, query
        assert engine.search(Request(query="train carers lights", exact=True)).unheld == ["train"]

    def test_did_you_mean(self, engine: Engine) -> None:
        engine.replace([paper("a.pdf", "Foster carers were recruited.")])
        assert engine.search(Request(query="fostre carers", exact=False)).suggestions == ["foster carers"]
        assert engine.search(Request(query="recruited")).suggestions == []

    def test_did_you_mean_another_value(self, engine: Engine) -> None:
        bodies = ("Harbour Parish Council", "Stoke Parish Council")
        engine.replace([paper(f"{body[0]}.pdf", "Street lights.", body=body) for body in bodies])

        def meant(query: str) -> list[str]:
            return engine.search(Request(query=query)).suggestions

        assert meant('lights body:"Harbor Parish"') == ['lights body:"Harbour Parish Council"']
        assert meant("body:qqq lights") == []
        assert meant("lights -body:Harbor") == []

    def test_a_hit_shows_the_statement_of_the_kind_the_query_names(self, engine: Engine) -> None:
        made = stating(paper("a.pdf", "The lights are out. The clerk to report it."), "risk")
        made.statements.append(msgspec.structs.replace(made.statements[0], id="other", kind="action"))
        engine.replace([made])
        for kind in ("risk", "action"):
            assert [hit.kind for hit in engine.search(Request(query=f"lights kind:{kind}")).hits] == [kind]

    # ----------------------------------------------------------------------------------- filters

    @pytest.fixture
    def library(self, engine: Engine) -> Engine:
        first = stating(
            paper("first.pdf", "Plan the work", "Plan the money", meeting_date="2014-05-01", body="Schools Forum"),
            "action", None, owner="Ann Jones", due="2014-09-30",
        )  # fmt: skip
        first.mentions = [Mention("service", "CAMHS", "CAMHS", "p2", 0, 4)]
        second = stating(paper("second.pdf", "Plan the end", meeting_date="2015-11-03"), "decision")
        second.statements[0].status = {"RAG": "Amber"}
        undated = paper("undated.pdf", "Plan nothing", meeting_date=None, body=None)
        engine.replace([first, second, undated])
        return engine

    @pytest.mark.parametrize(
        ("query", "filters", "expected"),
        [
            ("kind:action", {}, 1),
            ("", {"kind": ["action", "decision"]}, 2),
            ("plan", {"body": ["Schools Forum"]}, 2),
            ("body:schools", {}, 2),
            ('body:"schools forum" plan', {}, 2),
            ("body:scho*", {}, 2),
            ("body:chools", {}, 0),
            ("service:camhs", {}, 1),
            ("owner:jones", {}, 1),
            ("status:amber", {}, 1),
            ("date:2014", {}, 2),
            ("date:2014..2015-10", {}, 2),
            ("date:>2014-05-01", {}, 1),
            ("year:>=2014", {}, 3),
            ("due:2014-09", {}, 1),
            ("page:1", {}, 4),
            ("document:first.pdf", {}, 2),
            ("type:minutes -kind:action", {}, 3),
            ("plan", {"body": ["Schools Forum"], "kind": ["decision"]}, 0),
        ],
    )  # fmt: skip
    def test_filters(self, library: Engine, query: str, filters: dict[str, list[str]], expected: int) -> None:
        assert library.search(Request(query=query, filters=filters)).total == expected

    def test_a_body_is_one_however_its_and_is_written(self, engine: Engine) -> None:
        bodies = ["Health and Wellbeing Board", "Health & Wellbeing Board", "Health & Wellbeing Board", "Schools Forum"]
        engine.replace(paper(f"{at}.pdf", f"Plan {at}.", body=body) for at, body in enumerate(bodies))
        for asked in (*bodies[:2], "health wellbeing", "health & wellbeing"):
            assert engine.search(Request(filters={"body": [asked]})).total == 3, asked
        found = engine.search(Request(query="plan", facets=["body"]))
        assert found.facets == {"body": [(bodies[1], 3), (bodies[3], 1)]}
        assert documents(engine.search(Request(query="plan of the health and wellbeing board")))[-1] == "3.pdf"

    def test_excluding_and_dates(self, library: Engine) -> None:
        assert library.search(Request(exclude={"kind": ["action"], "body": ["Schools Forum"]})).total == 2
        assert library.search(Request(date_from="2014", date_to="2014-12")).total == 2
        assert library.search(Request(date_from="2015-01-01")).total == 1

    @pytest.mark.parametrize(
        "request_",
        [
            Request(filters={"nonsense": ["x"]}),
            Request(facets=["text"]),
            Request(page=0),
            Request(date_from="soon"),
            Request(date_from="2015", date_to="2014"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, library: Engine, request_: Request) -> None:
        with pytest.raises(UsageError):
            library.search(request_)

    def test_facets_count_all_matches(self, library: Engine) -> None:
        found = library.search(Request(query="plan", facets=["kind", "body", "year", "service", "owner"], limit=1))
        assert len(found.hits) == 1
        assert found.facets == {
            "kind": [("action", 1), ("decision", 1)],
            "body": [("Schools Forum", 2), ("Health Board", 1)],
            "year": [("2014", 2), ("2015", 1)],
            "service": [("CAMHS", 1)],
            "owner": [("Ann Jones", 1)],
        }
        assert library.search(Request(facets=["year"], facet_limit=1)).facets == {"year": [("2014", 2)]}

    # -------------------------------------------------------------------------------------- hits

    def test_a_hit_says_where_and_why(self, engine: Engine) -> None:
        made = stating(paper("a.pdf", "It rained. Foster carers will be recruited. Then it snowed."), "commitment")
        made.sections = [Section("s1", 0, "", "3.2", "Fostering plans", 1, ["actions"])]
        engine.replace([made])
        (hit,) = engine.search(Request(query="foster carers")).hits
        assert (hit.document, hit.paper, hit.passage, hit.page) == ("a.pdf", made.id, "p1", 1)
        assert (hit.body, hit.date, hit.title) == ("Health Board", "2015-11-03", "Minutes")
        assert hit.section == "3.2 Fostering plans"
        assert (hit.kind, hit.statement) == ("commitment", made.statements[0].id)
        assert [hit.text[start:end] for start, end in hit.highlights] == ["Foster", "carers"]
        start, end = hit.sentence
        assert hit.text[start:end] == "Foster carers will be recruited."
        assert hit.why == ["foster", "carers", "fostering"]

    def test_of_several_statements_the_fitting_one_is_shown(self, engine: Engine) -> None:
        text = "Staff will be trained. The roof may fall in."
        made = paper("a.pdf", text)
        made.statements = [
            Statement("s-1", "commitment", "p1", 0, 22, "s1", text[:22], 0.9),
            Statement("s-2", "risk", "p1", 23, 44, "s1", text[23:], 0.9),
        ]
        engine.replace([made])
        assert only(engine, Request(query="staff trained")).statement == "s-1"
        assert only(engine, Request(query="roof")).statement == "s-2"
        assert only(engine, Request(query="staff", filters={"kind": ["risk"]})).statement == "s-2"

    def test_a_statement_over_several_passages_is_one_hit(self, engine: Engine) -> None:
        made = paper("a.pdf", "The clerk is to write", "to the foster carers")
        made.statements = [
            Statement(
                "s-1", "action", "p1", 0, 21, "s1", "The clerk is to write to the foster carers", 0.9, more=["p2"]
            )
        ]
        engine.replace([made])
        hit = only(engine, Request(query="foster"))
        assert (hit.text, hit.statement) == ("The clerk is to write to the foster carers", "s-1")
        assert engine.search(Request()).total == 1

    def test_pages_follow_each_other(self, engine: Engine) -> None:
        engine.replace([paper(f"{n}.pdf", "foster " * n + "care") for n in range(1, 8)])
        whole = documents(engine.search(Request(query="foster", limit=7)))
        paged = [documents(engine.search(Request(query="foster", limit=3, page=page))) for page in (1, 2, 3, 4)]
        assert [len(page) for page in paged] == [3, 3, 1, 0]
        assert [name for page in paged for name in page] == whole

    def test_counts_alone(self, engine: Engine) -> None:
        engine.replace([paper("a.pdf", "foster"), paper("b.pdf", "foster")])
        sorts: tuple[Sort, ...] = ("relevance", "date")
        for sort in sorts:
            found = engine.search(Request(query="foster", limit=0, facets=["document"], sort=sort))
            assert (found.total, found.hits, len(found.facets["document"])) == (2, [], 2)

    def test_newest_first(self, library: Engine) -> None:
        found = library.search(Request(query="plan", sort="date"))
        assert documents(found) == ["second.pdf", "first.pdf", "first.pdf", "undated.pdf"]

    def test_where_nothing_is_ranked_the_newest_come_first(self, library: Engine) -> None:
        for request in (Request(), Request(filters={"type": ["minutes"]}), Request(query="type:minutes")):
            assert documents(library.search(request)) == ["second.pdf", "first.pdf", "first.pdf", "undated.pdf"]

    def test_hits_of_a_paper_stand_together(self, engine: Engine) -> None:
        engine.replace([
            paper("a.pdf", "foster foster foster", "foster and much else besides that", "foster and else"),
            paper("b.pdf", "foster foster", "foster and things that are quite unrelated"),
            paper("c.pdf", "much ado about foster"),
        ])  # fmt: skip
        found = engine.search(Request(query="foster", group=True, limit=2))
        assert found.total == 6
        assert documents(found) == ["a.pdf", "a.pdf", "a.pdf", "b.pdf", "b.pdf"]
        assert documents(engine.search(Request(query="foster", group=True, limit=2, page=2))) == ["c.pdf"]

    def test_less_of_a_hit_may_be_shown(self, engine: Engine) -> None:
        engine.replace([paper("a.pdf", "Rain fell. Foster carers met.")])
        whole, marks, places = (only(engine, Request(query="foster", show=show)) for show in get_args(Show))
        assert (whole.highlights, whole.sentence, whole.why) == ([(11, 17)], (11, 29), ["foster"])
        assert (marks.highlights, marks.sentence, marks.why) == ([(11, 17)], (0, 29), [])
        assert (places.highlights, places.passage, places.score) == ([], whole.passage, whole.score)

    # ------------------------------------------------------------------------------------ copies

    def test_copies_are_one_hit(self, engine: Engine) -> None:
        engine.replace([
            paper("in/m.pdf", "The board agreed the foster plan.", "Only in the final.", copies=["in/m.doc"]),
            paper("in/m.doc", "The Board agreed the Foster plan", "Only in the draft.", copies=["in/m.pdf"]),
        ])  # fmt: skip
        found = engine.search(Request(query="foster", facets=["type"]))
        assert (found.total, found.facets) == (1, {"type": [("minutes", 1)]})
        (hit,) = found.hits
        assert {hit.document, *hit.copies} == {"m.pdf", "m.doc"}
        assert total(engine, "only") == 2, "what differs is found in both"
        assert documents(engine.search(Request(query="foster document:m.doc"))) == ["m.doc"]

    def test_a_draft_is_shown_as_its_final_version_has_it(self, engine: Engine) -> None:
        final = "The board agreed the foster plan and thanked the officers for the work on it."
        drafted = final.replace("thanked", "praised")
        engine.replace([
            paper("in/m draft.doc", drafted, "The foster tea was cold.", copies=["in/m.pdf"]),
            paper("in/m.pdf", final, copies=["in/m draft.doc"]),
        ])  # fmt: skip
        for query in ("foster plan", "foster plan praised"):
            first, *others = engine.search(Request(query=query)).hits
            assert (first.document, first.copies, first.text) == ("m.pdf", ["m draft.doc"], final)
            assert drafted not in [hit.text for hit in others]
        assert documents(engine.search(Request(query="foster tea")))[0] == "m draft.doc", "only the draft says so"
        assert only(engine, Request(query="praised")).document == "m draft.doc"

    def test_of_equals_the_final_version_is_shown(self, engine: Engine) -> None:
        engine.replace([
            paper("in/a draft.doc", "The board agreed the foster plan.", copies=["in/b.pdf"]),
            paper("in/b.pdf", "The board agreed the foster plan.", copies=["in/a draft.doc"]),
        ])  # fmt: skip
        hit = only(engine, Request(query="foster"))
        assert (hit.document, hit.copies) == ("b.pdf", ["a draft.doc"])

    def test_what_many_papers_repeat_is_shown_once_with_their_names(self, engine: Engine) -> None:
        engine.replace([paper(f"log-{n}.pdf", "Clerk to write to the foster carers") for n in (1, 2, 3)])
        found = engine.search(Request(query="foster", facets=["document"]))
        (hit,) = found.hits
        assert {hit.document, *hit.copies} == {"log-1.pdf", "log-2.pdf", "log-3.pdf"}
        assert (found.total, len(found.facets["document"])) == (3, 3)
        assert len(engine.search(Request(query="foster", repeats=True)).hits) == 3


def documents(found: Results) -> list[str]:
    """The names of the hits' documents, in order."""
    return [hit.document for hit in found.hits]


def total(engine: Engine, query: str, exact: bool = False) -> int:
    """How many passages the query finds."""
    return engine.search(Request(query=query, exact=exact)).total


def only(engine: Engine, request: Request) -> Hit:
    """The one hit of a search."""
    (hit,) = engine.search(request).hits
    return hit

"""How fast papers are tagged, part by part: python -m benchmarks.tagging [--pages N] [--rounds N]

Tags one made-up paper of N pages, ten passages of about 48 words a page, and prints passages a second of processor
time: the tokeniser alone, each component alone, and the whole of `tagging.tag`. The best of the rounds counts.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from datetime import date

from pipeline import tagging, vocabulary
from pipeline.model import Outline, Passage, Person
from pipeline.tagging import rules
from pipeline.tagging.people import Roll
from pipeline.text import words

OPENINGS = [
    "The {body} noted the report of the {role} on the {programme}.",
    "It was agreed that {person} would write to {other} before the next meeting.",
    "Officers have met {other} and the {team} and a further meeting is planned for {date}.",
    "{other} and {body} are to share the cost with {other2}.",
    "The report of {other2} on the {team} was received on {date}.",
    "Spending on the scheme was £{sum} million, under the Care Act 2014, {share}% above the budget for {years}.",
    "The {programme} is to be reviewed and reported to the {body} and to {other2}.",
]
FILLING = (
    "the number of families who asked for help rose again while waiting times fell in most areas and staff were able "
    "to visit more homes than in any earlier year though the roads were poor and two of the offices stood closed for "
    "repair because of the storm which had also delayed the new building and the survey of tenants members had wanted"
)
WORDS = {
    "body": [
        "Health and Wellbeing Board",
        "Audit Committee",
        "Riverside Partnership Group",
        "Corporate Parenting Panel",
    ],
    "role": ["Director of Public Health", "Head of Early Help", "Chief Executive"],
    "programme": ["Early Help Strategy 2015-18", "Local Plan", "Winter Resilience Programme", "improvement plan"],
    "person": ["Ann Example", "J Sample", "Cllr Pattern"],
    "other": ["Ofsted", "NHS England", "the Environment Agency", "Westbrook College", "DfE"],
    "other2": ["Westbrook Parish Council", "the Home Office", "Kent Police", "the Riverside Trust", "the LGA"],
    "date": ["3 November 2015", "31/03/16", "mid September", "Summer 2016", "the end of February"],
    "team": ["Youth Offending Team", "CAMHS", "Harbour Watch team"],
    "years": ["2014/15", "2015-16"],
}


def passages(count: int) -> list[Passage]:
    """`count` passages of about 48 words, names and dates about as dense as in real papers."""
    chance, filling = random.Random(1), FILLING.split()
    made = []
    for number in range(count):
        said: list[str] = []
        while len(said) < 46:
            if chance.random() < 0.33:
                choice = {key: chance.choice(values) for key, values in WORDS.items()}
                share = chance.randint(1, 30)
                said += chance.choice(OPENINGS).format(**choice, sum=share, share=share).split()
            else:
                start = chance.randrange(len(filling) - 15)
                sentence = filling[start : start + chance.randint(8, 14)]
                said += [sentence[0].capitalize(), *sentence[1:-1], sentence[-1] + "."]
        made.append(Passage(f"p{number}", "s1", "paragraph", "", " ".join(said)))
    return made


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The least processor time of `rounds` runs of `work`."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    people = [Person("Ann Example", "Head of Early Help", "report_from"), Person("John Sample", "", "chair")]
    paper = Outline(body="Health and Wellbeing Board", meeting_date="2015-11-03", people=people)
    paper.passages = passages(options.pages * 10)
    texts = [passage.text for passage in paper.passages]
    context = tagging.PaperContext(date(2015, 11, 3), Roll(people, texts))
    nlp = rules.pipeline(vocabulary.digest())
    tagging.tag(paper)  # the words of a language are looked up once a process

    def component(name: str | None) -> Callable[[], object]:
        def run() -> None:
            for text in texts:
                doc = rules.blank_doc(nlp, text, frozenset(words(text)), context)
                if name is not None:
                    nlp.get_pipe(name)(doc)

        return run

    count, average = len(texts), sum(len(text.split()) for text in texts) / len(texts)
    print(f"{count} passages of {average:.0f} words, {options.pages} pages")
    tokens = seconds(component(None), options.rounds)
    print(f"{'tokeniser':16}{tokens:8.2f} s{count / tokens:10.0f} passages/s")
    for name in rules.COMPONENTS:
        spent = seconds(component(name), options.rounds) - tokens
        print(f"{name:16}{spent:8.2f} s{count / max(spent, 1e-6):10.0f} passages/s")
    whole = seconds(lambda: tagging.tag(paper), options.rounds)
    print(f"{'all':16}{whole:8.2f} s{count / whole:10.0f} passages/s")


if __name__ == "__main__":
    main()

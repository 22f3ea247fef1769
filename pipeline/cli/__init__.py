"""The `papers` command. Each command parses, calls the library and prints; its module is imported when it runs."""

from __future__ import annotations

import importlib
import io
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import click

from pipeline import __version__
from pipeline.errors import PapersError, QueryError, refused

#: Command -> the module of this package that holds it, and what it does, so that `--help` imports none of them.
COMMANDS = {
    "ingest": ("ingest", "Read the papers that are new or changed."),
    "status": ("ingest", "What was read, what failed and why."),
    "check": ("ingest", "Hold papers, catalogue and index against each other."),
    "search": ("search", "Search everything the papers say."),
    "decisions": ("search", "What was decided on a topic, by which body, when."),
    "commitments": ("search", "What was promised on a topic, by whom, by when."),
    "actions": ("search", "Who was to do what on a topic, by when."),
    "risks": ("search", "What was seen as a risk on a topic."),
    "batch": ("batch", "Ask a file of queries, and write what each found as CSV."),
    "watch": ("watch", "Saved searches that tell what is new since they were last run."),
    "trace": ("trace", "What became of an action, commitment, risk or recommendation."),
    "threads": ("trace", "Everything followed through the papers, with its state."),
    "audit": ("lists", "What is overdue, silent, contradicted or was never reported on."),
    "resolutions": ("lists", "What was recommended beside what was resolved."),
    "successions": ("lists", "What took the place of what: bodies, programmes, systems, posts."),
    "measures": ("lists", "A named figure with its values over time."),
    "gaps": ("lists", "Meetings whose papers are missing, as far as dates and numbers show it."),
    "judge": ("trace", "Say that two statements are one thing, or are not."),
    "export": ("export", "Threads, statements or an evidence pack, in many formats."),
    "serve": ("serve", "The pages to search, look and follow, in a browser."),
    "show": ("show", "One paper: outline, statements, people, problems."),
    "people": ("people", "Who held which office, and when."),
    "glossary": ("words", "What the papers' abbreviations stand for."),
    "vocabulary": ("words", "The word lists in use, and names that none of them knows."),
    "completion": ("completion", "Print the completion script of your shell."),
}

#: The headings under which `--help` lists the commands.
SECTIONS = {
    "Reading papers": ("ingest", "status", "check"),
    "Asking": ("search", "decisions", "commitments", "actions", "risks", "batch", "watch"),
    "Following": ("trace", "threads", "audit", "resolutions", "successions", "measures", "gaps", "judge"),
    "Looking and taking along": ("serve", "show", "people", "glossary", "export"),
    "Setting up": ("vocabulary", "completion"),
}

EXAMPLES = """
\b
Examples:
  papers ingest                                  read what is in corpus/
  papers search "action plan" --facets           search, with counts by body, year and kind
  papers decisions "school places" --from 2015   what was decided since 2015
  papers show "2016-06-14 Cabinet minutes.pdf"   one paper, laid out
"""


class Commands(click.Group):
    """A group that imports a command's module only when the command is run."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The commands, in the order a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command `name`, imported."""
        if name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(f"pipeline.cli.{COMMANDS[name][0]}"), name)
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with; for a name that is none, the error names those like it.

        'help' is asked for as by --help, of the command named after it or of all.
        """
        name = arguments[0]
        if name == "help":
            if len(arguments) == 1:
                click.echo(context.get_help())
                context.exit()
            arguments = [*arguments[1:], "--help"]
            name = arguments[0]
        if name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            like = " or ".join(get_close_matches(name, COMMANDS, 2))
            context.fail(f"There is no command {name!r}.{like and f' Did you mean {like}?'}")
        return super().resolve_command(context, arguments)

    def invoke(self, context: click.Context) -> Any:
        """Run the command; that the reader of a pipe has seen enough (`papers search … | head`) is no failure."""
        try:
            done = super().invoke(context)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            context.exit()
        return done

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the tables above."""
        for title, names in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(11), COMMANDS[name][1]) for name in names])


@click.command(
    cls=Commands, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="papers")
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    envvar="PAPERS_HOME",
    help="The folder that holds corpus/, extracted/ and index/ (default: where you stand).",
)
@click.pass_context
def papers(context: click.Context, home: Path) -> None:
    """Read the papers of councils, boards and panels, and ask what they decided, promised and reported."""
    context.obj = home


def main() -> None:
    """Run the command and end the process with its exit code."""
    # The threads of numpy's linear algebra, which no command needs, take as long to start as a search does.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    signal.signal(signal.SIGTERM, _interrupt)
    for stream in (sys.stdout, sys.stderr):  # where a terminal knows no “ or é, their number is better than no answer
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(papers.main(prog_name="papers", standalone_mode=False) or 0)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except PapersError as error:
        _explain(error)
        sys.exit(error.exit_code)
    except OSError as error:
        _explain(refused(error))
        sys.exit(1)
    except (click.Abort, KeyboardInterrupt):
        kept = " What was finished is kept; run the command again to go on." if "ingest" in sys.argv else ""
        click.echo(f"Stopped.{kept}", err=True)
        sys.exit(130)


def _explain(error: PapersError) -> None:
    if isinstance(error, QueryError):
        click.echo(error.caret(), err=True)
    click.echo(f"Error: {error}", err=True)
    if error.hint:
        click.echo(f"Hint: {error.hint}", err=True)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt

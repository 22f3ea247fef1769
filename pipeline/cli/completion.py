"""`papers completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from pipeline.cli.output import examples


@examples('eval "$(papers completion bash)"', "papers completion fish > ~/.config/fish/completions/papers.fish")
@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script of your shell."""
    maker = get_completion_class(shell)
    if maker is not None:
        click.echo(maker(context.find_root().command, {}, "papers", "_PAPERS_COMPLETE").source())

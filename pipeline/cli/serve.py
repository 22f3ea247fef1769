"""`papers serve`."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from secrets import token_urlsafe
from socket import socket

import click

from pipeline.cli.helping import Number
from pipeline.cli.output import examples
from pipeline.errors import MissingProgramError, UsageError
from pipeline.home import Home

LOCAL = ("127.0.0.1", "::1", "localhost")


@examples(
    "papers serve                                   then open http://127.0.0.1:8000",
    "papers serve --host 0.0.0.0 --port 8080        for others, who need the token that is printed",
)
@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=Number(0, 65535), default=8000, show_default=True, help="0: any that is free.")
@click.option("--token", envvar="PAPERS_TOKEN", help="What others need to know to be let in (default: one is made up).")
@click.pass_obj
def serve(home: Path, host: str, port: int, token: str | None) -> None:
    """The pages to search, look and follow, and the same as JSON, on 127.0.0.1.

    Anywhere else a token is demanded. Nothing is changed but judgements.jsonl, to which people's judgements are added.
    """
    place = Home(home)
    place.store().close()  # where nothing was read yet, this says so
    if token is not None and len(token) < 8:
        raise UsageError("the token is shorter than 8 characters", hint="Leave --token out: a good one is made up.")
    if token is None and host not in LOCAL:
        token = token_urlsafe(24)
    _run(place, host, port, token)


def _run(home: Home, host: str, port: int, token: str | None) -> None:
    try:
        import uvicorn

        from pipeline.web import create_app
    except ModuleNotFoundError as error:
        raise MissingProgramError(
            f"the pages need the package {error.name}", hint="Install them: pip install 'committee-papers[web]'"
        ) from error

    class Server(uvicorn.Server):
        """Says where it is once it is there."""

        async def startup(self, sockets: list[socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                for one in self.servers[0].sockets:
                    name = f"[{host}]" if ":" in host else host
                    click.echo(f"http://{name}:{one.getsockname()[1]}/{f'?token={token}' if token else ''}")
                click.echo("Stop with Ctrl-C.", err=True)

    config = uvicorn.Config(
        create_app(home, token), host=host, port=port, log_level="critical", access_log=False, server_header=False,
        timeout_keep_alive=15, limit_concurrency=400, h11_max_incomplete_event_size=32_768,
    )  # fmt: skip
    server = Server(config)
    with suppress(KeyboardInterrupt, SystemExit):  # Ctrl-C is how it is ended; a port in use ends the process otherwise
        server.run()
    if not server.started:
        raise UsageError(
            f"{host}:{port} cannot be listened on: it is in use, or is no address of this machine",
            hint="Name another port with --port; 0 takes any that is free.",
        )

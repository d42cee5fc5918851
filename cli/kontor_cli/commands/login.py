"""`kontor login` and `logout`: signed in once, by password and second factor."""

import os
from typing import Annotated

import typer

from kontor_cli.client.problems import RequestRefusedError
from kontor_cli.client.team import OpenedSession, open_session, sign_out
from kontor_cli.kept_session import forget_secret, keep_secret, kept_secret
from kontor_cli.opened import AsJson, telling
from kontor_cli.settings import Service, urls_of

#: What customers answers to a right password without the code that belongs to it.
CODE_WANTED = "second-factor-needed"
Email = Annotated[str, typer.Option(prompt=True, envvar="KONTOR_EMAIL", help="Of the member.")]
Password = Annotated[
    str, typer.Option(prompt=True, hide_input=True, envvar="KONTOR_PASSWORD", help="Asked for.")
]
Code = Annotated[
    str, typer.Option(envvar="KONTOR_CODE", help="Of the second factor; asked for when needed.")
]


def login(email: Email, password: Password, *, code: Code = "", as_json: AsJson = False) -> None:
    """Sign in for the commands to come, until `kontor logout` or twelve hours without any."""
    with telling(as_json=as_json) as screen:
        opened = signed_in(email, password, code=code, device="kontor login")
        file = keep_secret(opened.secret)
        said = {"member": opened.member.name, "session": str(opened.id), "kept_in": str(file)}
        screen.show(said, lambda: f"Signed in as {opened.member.name}; kept in {file}.")


def logout(*, as_json: AsJson = False) -> None:
    """End the kept session, here and at the service."""
    with telling(as_json=as_json) as screen:
        if secret := kept_secret():
            sign_out(urls_of(os.environ)[Service.CUSTOMERS], secret)
        forget_secret()
        screen.show({"signed_out": bool(secret)}, lambda: "Signed out.")


def signed_in(email: str, password: str, *, code: str, device: str) -> OpenedSession:
    """Asks for the code where the member has a second factor and none was given."""
    url = urls_of(os.environ)[Service.CUSTOMERS]
    try:
        return open_session(url, email, password, device=device, code=code)
    except RequestRefusedError as refused:
        if code or refused.problem.code != CODE_WANTED:
            raise
    code = typer.prompt("Code of the second factor", err=True)
    return open_session(url, email, password, device=device, code=code)

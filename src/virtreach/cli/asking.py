"""Asking for a name and a password at the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from virtreach.auth.credentials import Credentials
from virtreach.cli.text import one_line

if TYPE_CHECKING:
    from virtreach.auth.credentials import CredentialRequest

__all__ = ["ask"]


def ask(request: CredentialRequest) -> Credentials:
    """Ask for what a login needs; the password is not shown while it is typed.

    The host's name and the mechanism come from the far side or the command line, so they are escaped.
    """
    from getpass import getpass

    where = one_line(f"{request.host} ({request.mechanism})")
    name = request.authname
    if "authname" in request.needs:
        sys.stderr.write(f"Name for {where}: ")
        sys.stderr.flush()
        name = sys.stdin.readline().strip()
    password = None
    if "password" in request.needs:
        who = one_line(f"{name}'s password" if name else "Password")
        password = getpass(f"{who} for {where}: ")
    return Credentials(name or None, password or None)

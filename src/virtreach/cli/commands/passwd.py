"""`virtreach passwd`: the users that may log in to a virtreachd on this machine."""

from __future__ import annotations

import os
import sys

from virtreach.cli.declaration import NO_LIBVIRT, Command, Options, argument, option
from virtreach.cli.failures import LIBVIRT, CommandFailed
from virtreach.daemon.entry.enrolment import MECHANISMS, open_enrolment
from virtreach.errors import UsageError
from virtreach.session.sasl.scram import MAX_ITERATIONS, MIN_ITERATIONS
from virtreach.session.sasl.secret import Secret
from virtreach.session.sasl.verifiers import ITERATIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.cli.context import Context

__all__ = ["COMMAND", "PasswdOptions", "run"]

_COLUMNS = (("user", "USER"), ("mechanism", "MECHANISM"), ("realm", "REALM"), (">iterations", "ITERATIONS"))
# Longer than any password, and short enough to be read at once.
_LINE_MAX = 4096


class PasswdOptions(Options):
    """What `passwd` is given."""

    user: str | None
    file: str | None
    config: str | None
    remove: bool
    list: bool
    mechanism: tuple[str, ...]
    iterations: int
    realm: str | None


def run(context: Context, options: PasswdOptions) -> None:
    """Change the file of users, or list it."""
    if options.list:
        if options.user is not None or options.remove:
            raise UsageError("--list stands alone")
        _list(context, _file(options))
        return
    if options.user is None:
        raise UsageError("name a user, or ask for --list")
    path = _file(options)
    if options.remove:
        with open_enrolment(path) as users:
            if not users.remove(options.user):
                raise CommandFailed(f"there is no user {options.user}; --list shows who there is", LIBVIRT)
        context.output.done(f"user {options.user} removed", {"user": options.user, "action": "removed"})
        return
    _check(options)
    password = _password(options.user)
    with open_enrolment(path, create=True) as users:
        new = users.put(
            options.user,
            password,
            mechanisms=options.mechanism,
            realm=options.realm or "",
            iterations=options.iterations,
        )
    done = "added" if new else "changed"
    context.output.done(f"user {options.user} {done}", {"user": options.user, "action": done})


def _list(context: Context, path: str) -> None:
    with open_enrolment(path, write=False) as users:
        records: list[dict[str, Any]] = [
            {"user": name, "mechanism": mechanism, "realm": realm or None, "iterations": iterations}
            for name, mechanism, realm, iterations in users.users()
        ]
    context.output.rows(_COLUMNS, records)


def _check(options: PasswdOptions) -> None:
    digest = "DIGEST-MD5" in options.mechanism
    if digest and not options.realm:
        raise UsageError(
            "DIGEST-MD5 needs --realm: sasl_realm of the daemon, by default the host's full name"
        )
    if options.realm and not digest:
        raise UsageError("--realm is for --mechanism DIGEST-MD5 only")
    if options.realm and not (options.realm.isprintable() and options.realm == options.realm.strip()):
        raise UsageError("a realm has no control characters, and no blanks at its ends")
    if not MIN_ITERATIONS <= options.iterations <= MAX_ITERATIONS:
        raise UsageError(f"--iterations is between {MIN_ITERATIONS} and {MAX_ITERATIONS}")


def _file(options: PasswdOptions) -> str:
    """The file of users: the one that is named, else that of the daemon's configuration."""
    if options.file is not None:
        return options.file
    from virtreach.daemon.config.settings import Settings, default_path

    path = options.config or default_path()
    if options.config is not None or os.path.exists(path):
        named = Settings.load(path).users_file
        if named:
            return named
        raise UsageError(f"{path} has no users_file; set it there, or name the file with --file")
    raise UsageError(f"there is no {path}, which would say where the users are; name the file with --file")


def _password(user: str) -> Secret:
    """Ask for the new password at the terminal, twice; or read it from a pipe, a line."""
    if sys.stdin is None or not sys.stdin.isatty():
        return _from_pipe()
    from getpass import getpass

    from virtreach.cli.text import one_line

    who = one_line(user)
    password = Secret(getpass(f"New password for {who}: "))
    if Secret(getpass("Once more: ")) != password:
        raise CommandFailed("the two passwords differ; nothing was changed", LIBVIRT)
    return password


def _from_pipe() -> Secret:
    if sys.stdin is None:
        raise UsageError("there is no password: standard input is closed")
    line = Secret(sys.stdin.buffer.readline(_LINE_MAX + 1))
    if len(line.reveal()) > _LINE_MAX:
        raise UsageError(f"a password has {_LINE_MAX} bytes at most")
    return Secret(line.reveal().rstrip(b"\r\n"))


COMMAND = Command(
    "passwd",
    "Give a user of virtreachd a password; the password is asked for, or read from standard input.",
    run,
    without=NO_LIBVIRT,
    options=PasswdOptions,
    parameters=(
        argument("user", help="The user's name.", required=False),
        option("--remove", kind="flag", help="Take the user out."),
        option("--list", kind="flag", help="Show who there is, and by which mechanisms they may log in."),
        option(
            "--file",
            metavar="FILE",
            help="The file of users, instead of users_file of the daemon's configuration.",
            suggest="file",
        ),
        option("--config", metavar="FILE", help="The daemon's configuration.", suggest="file"),
        option(
            "--mechanism",
            choices=MECHANISMS,
            many=True,
            help="What the password is for; may be repeated. By default what it was for, or SCRAM-SHA-256.",
        ),
        option(
            "--iterations",
            kind="integer",
            default=ITERATIONS,
            metavar="N",
            help=f"How often the password is hashed ({ITERATIONS} unless given).",
        ),
        option("--realm", metavar="REALM", help="The realm of DIGEST-MD5."),
    ),
    text="The file holds verifiers and no password, and is for its owner alone; comments in it stay. A daemon that "
    "runs takes a change up within a second. A new password ends what the old one was good for, by every mechanism.",
)

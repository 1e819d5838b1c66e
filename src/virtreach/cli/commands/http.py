"""`virtreach http`: one request to a service on a node, by the node's route."""

from __future__ import annotations

import contextlib
import re
import time

from virtreach.cli.declaration import NO_LIBVIRT, Command, argument, option
from virtreach.cli.failures import CONNECT, UNKNOWN, CommandFailed
from virtreach.cli.files import open_for_reading, open_whole, read_text
from virtreach.cli.reaching import NODE, REACH, ReachOptions, how
from virtreach.cli.text import many_lines, one_line
from virtreach.errors import UsageError, VirtreachError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, BinaryIO

    from requests import Response

    from virtreach.cli.context import Context

__all__ = ["COMMAND", "HttpOptions", "run", "service_url"]

_PIECE = 1 << 18
_SHOWN = 16 << 20
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
"""Names and values of headers (RFC 9110, 5.5 and 5.6.2); methods are tokens as well."""
_NO_TLS = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG")


class HttpOptions(ReachOptions):
    """What `http` is given."""

    url: str
    method: str | None
    header: tuple[str, ...]
    data: str | None
    include: bool
    output: str | None
    follow: bool
    cacert: str | None
    cert: str | None
    key: str | None
    insecure: bool
    tls_name: str | None
    unix_socket: str | None
    other_hosts: bool


def service_url(base: str, text: str) -> str:
    """Return the URL that is meant: a whole one, or ``:PORT/PATH`` or ``/PATH`` of the node.

    Args:
        base: the node's own, ``http://n1/``.
        text: as it is typed.

    Raises:
        UsageError: it is none.
    """
    scheme, separator, rest = text.partition("://")
    if separator and scheme.lower() in ("http", "https") and rest.partition("/")[0]:
        return text
    port = text[1:].partition("/")[0] if text.startswith(":") else "80"
    if separator or not text.startswith((":", "/")) or not port.isdecimal():
        raise UsageError(
            f"{text!r} is no URL of a service; write :PORT/PATH, /PATH, or a whole one with http:// or https://"
        )
    return base.rstrip("/") + text


def run(context: Context, options: HttpOptions) -> None:
    """Send the request and print the answer; an answer that says that it failed is a failure."""
    from urllib.parse import urlsplit

    from virtreach.routes.ssh.background import Background
    from virtreach.shell.http.clients import base_url, blocking_destination, node_session

    limit = 30.0 if context.globals.timeout is None else context.globals.timeout or None
    background = Background()
    with contextlib.ExitStack() as stack:
        stack.callback(background.close)
        destination = blocking_destination(
            options.node,
            background=background,
            other_hosts=options.other_hosts,
            unix_socket=options.unix_socket,
            **how(options, (options.node,)),
        )
        url = service_url(base_url(destination.inner), options.url)
        headers = _headers(options.header)
        method = (options.method or ("POST" if options.data is not None else "GET")).upper()
        _check(method, url)
        # Whoever writes the URL says what the service on the node is called.
        destination.inner.add_name(urlsplit(url).hostname or "")
        session = stack.enter_context(
            node_session(
                destination,
                server_hostname=options.tls_name,
                verify=False if options.insecure else options.cacert or True,
                cert=_certificate(options),
            )
        )
        body = stack.enter_context(_body(options.data))
        started = time.monotonic()
        if context.globals.timeout:
            destination.deadline = started + context.globals.timeout
        with _errors(method), _quiet(insecure=options.insecure):
            answer = stack.enter_context(
                session.request(
                    method, url, headers=headers, data=body, stream=True,
                    timeout=(limit, limit), allow_redirects=options.follow
                )
            )  # fmt: skip
            _show(context, options, answer, started)
    if answer.status_code >= 400:
        raise CommandFailed(f"{options.node}: {answer.status_code} {one_line(answer.reason or '')}".rstrip())


def _check(method: str, url: str) -> None:
    """See that a request can be made of it, before anything is sent.

    Raises:
        UsageError: it cannot.
    """
    from urllib.parse import urlsplit

    from requests import PreparedRequest, RequestException

    if not _TOKEN.fullmatch(method):
        raise UsageError(f"{method!r} is no method")
    try:
        PreparedRequest().prepare_url(url, None)
        port = urlsplit(url).port
    except (RequestException, ValueError):
        port = 0  # their words may have a password of the URL's
    if port == 0:
        raise UsageError("the URL is none: write http://HOST:PORT/PATH, with a port from 1 to 65535")


def _show(context: Context, options: HttpOptions, answer: Response, started: float) -> None:
    if context.output.json:
        record: dict[str, Any] = {
            "url": _without_password(answer.url),
            "status": answer.status_code,
            "reason": answer.reason,
            "headers": [[name, value] for name, value in answer.raw.headers.items()],
        }
        if options.output is not None:
            record["bytes"] = _save(options, answer)
        else:
            record |= _document(answer)
        context.output.document({**record, "seconds": round(time.monotonic() - started, 6)})
        return
    if options.include:
        version = {10: "HTTP/1.0", 11: "HTTP/1.1"}.get(answer.raw.version, "HTTP")
        context.output.line(f"{version} {answer.status_code} {answer.reason or ''}".rstrip())
        for name, value in answer.raw.headers.items():
            context.output.line(f"{name}: {value}")
        context.output.line("")
        context.output.stream.flush()
    if options.output is None and context.output.terminal:
        text = _document(answer)
        if "text" not in text:
            raise CommandFailed("the answer is no text; write it to a file with --output")
        context.output.stream.write(many_lines(text["text"]))
        return
    count = _save(options, answer)
    if options.output not in (None, "-"):
        context.output.done(f"{count} bytes written to {options.output}", {})


def _without_password(url: str) -> str:
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _save(options: HttpOptions, answer: Response) -> int:
    from virtreach.cli.rich_output import progress

    length = answer.headers.get("Content-Length", "")
    total = int(length) if length.isdecimal() and "Content-Encoding" not in answer.headers else None
    count = 0
    with (
        open_whole(options.output or "-") as target,
        progress(one_line(f"http {options.node}"), total) as report,
    ):
        for piece in answer.iter_content(_PIECE):
            target.write(piece)
            count += len(piece)
            if report is not None:
                report(count)
    return count


def _document(answer: Response) -> dict[str, Any]:
    """Return the body for people and for JSON: as text, else in base64."""
    import base64

    kept = bytearray()
    for piece in answer.iter_content(_PIECE):
        kept += piece
        if len(kept) > _SHOWN:
            raise CommandFailed(f"the answer has more than {_SHOWN} bytes; write it to a file with --output")
    try:
        text = kept.decode(answer.encoding or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return {"base64": base64.b64encode(kept).decode("ascii")}
    return {"text": text} if "\0" not in text else {"base64": base64.b64encode(kept).decode("ascii")}


def _headers(given: tuple[str, ...]) -> dict[str, str]:
    headers = {}
    for text in given:
        # What a file has may be secret, and is not shown.
        lines = [text] if not text.startswith("@") else read_text(text[1:]).splitlines()
        for number, line in enumerate(lines, 1):
            name, separator, value = (part.strip(" \t") for part in line.partition(":"))
            if separator and _TOKEN.fullmatch(name) and _VALUE.fullmatch(value):
                headers[name] = value
            elif line.strip() or lines == [text]:
                shown = repr(text) if lines == [text] else f"line {number} of {text[1:]}"
                raise UsageError(f"{shown} is no header; write 'Name: value'")
    return headers


def _certificate(options: HttpOptions) -> str | tuple[str, str] | None:
    if options.cert is None:
        if options.key is not None:
            raise UsageError("--key goes with --cert")
        return None
    return options.cert if options.key is None else (options.cert, options.key)


@contextlib.contextmanager
def _body(data: str | None) -> Iterator[BinaryIO | bytes | None]:
    if data is None or not data.startswith("@"):
        yield None if data is None else data.encode()
        return
    with open_for_reading(data[1:]) as file:
        yield file


@contextlib.contextmanager
def _quiet(*, insecure: bool) -> Iterator[None]:
    """Leave out urllib3's warning about what --insecure asked for."""
    import warnings

    from urllib3.exceptions import InsecureRequestWarning

    with warnings.catch_warnings():
        if insecure:
            warnings.simplefilter("ignore", InsecureRequestWarning)
        yield


@contextlib.contextmanager
def _errors(method: str) -> Iterator[None]:
    """Turn errors of requests into ours: the one that is the reason, where one of ours is."""
    from requests import exceptions

    try:
        yield
    except exceptions.RequestException as error:
        ours = _reason(error)
        before = isinstance(error, exceptions.ConnectTimeout | exceptions.SSLError | exceptions.InvalidURL)
        unsent = before or isinstance(ours, UsageError) or _not_connected(error)
        if not unsent and method not in ("GET", "HEAD", "OPTIONS"):
            raise CommandFailed(
                f"{ours or _said(error)}; the request was sent, and may have been carried out", UNKNOWN
            ) from error
        if ours is not None:
            raise ours from error
        raise CommandFailed(_said(error), CONNECT) from error


def _said(error: BaseException) -> str:
    """Return what happened, without urllib3's words around it."""
    import ssl

    inner: Any = error
    while isinstance(inner, BaseException):
        error = inner
        reason = None if isinstance(error, ssl.SSLError) else getattr(error, "reason", None)
        inner = reason if isinstance(reason, BaseException) else next(iter(error.args), None)
    if not isinstance(error, ssl.SSLError):
        return str(error)
    if error.reason in _NO_TLS:
        return "what answers there does not speak TLS; write http:// if it is a plain service"
    return f"TLS: {getattr(error, 'verify_message', '') or error.reason or error}"


def _reason(error: BaseException) -> VirtreachError | None:
    seen: set[int] = set()
    waiting: list[Any] = [error]
    while waiting:
        one = waiting.pop(0)
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, VirtreachError):
            return one
        waiting += [one.__cause__, getattr(one, "reason", None), *one.args, one.__context__]
    return None


def _not_connected(error: BaseException) -> bool:
    from urllib3.exceptions import MaxRetryError, NewConnectionError

    inner = error.args[0] if error.args else None
    return isinstance(inner, MaxRetryError) and isinstance(inner.reason, NewConnectionError)


COMMAND = Command(
    "http",
    "Send a request to a service on a node, by the node's route.",
    run,
    without=NO_LIBVIRT,
    options=HttpOptions,
    parameters=(
        NODE,
        argument(
            "url",
            help=":PORT/PATH or /PATH of the node, or a URL, whose host is what the service is called.",
        ),
        option("-X", "--method", help="GET unless given; POST with --data."),
        option(
            "-H",
            "--header",
            many=True,
            metavar="'NAME: VALUE'|@FILE",
            help="A header to send, or a file of them, a line each, for what others must not see in the list of "
            "processes; '@-' for standard input. May be repeated.",
        ),
        option("-d", "--data", metavar="TEXT|@FILE", help="What to send; '@-' for standard input."),
        option("-i", "--include", kind="flag", help="Print status and headers before the answer."),
        option("-o", "--output", metavar="FILE", help="Write the answer to a file.", suggest="file"),
        option("-L", "--follow", kind="flag", help="Follow redirects to the same node."),
        option("--cacert", metavar="FILE", help="CA certificates to trust instead.", suggest="file"),
        option("--cert", metavar="FILE", help="Our certificate.", suggest="file"),
        option("--key", metavar="FILE", help="Its key, where that is a file of its own.", suggest="file"),
        option("-k", "--insecure", kind="flag", help="Accept any certificate."),
        option(
            "--tls-name", metavar="NAME", help="What the certificate must be for, instead of the URL's host."
        ),
        option("--unix-socket", metavar="PATH", help="Connect this unix socket of the node."),
        option(
            "--other-hosts", kind="flag", help="Let redirects lead to hosts that the node itself reaches."
        ),
        *REACH,
    ),
    text="http://localhost:PORT/ is a service on the node's loopback; it takes a login there. Nothing is sent "
    "around the route. An answer of 400 and more is printed and ends in failure. --timeout, if given, holds for the "
    "request and its whole answer; unless given, 30 seconds hold for connecting and for each silence. Needs the extras "
    "[ssh] and [http].",
)

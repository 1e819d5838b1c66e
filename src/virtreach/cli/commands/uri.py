"""`virtreach uri`: how a URI is understood."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context
    from virtreach.routes.route import Route

__all__ = ["COMMAND", "URIOptions", "run"]


class URIOptions(Options):
    """What `uri` is given."""

    uri: str | None


def run(context: Context, options: URIOptions) -> None:
    """Explain each part, and the route; nothing is opened."""
    from virtreach.conf.client import ClientConf
    from virtreach.routes import plan
    from virtreach.uri import RemoteURI

    given = options.uri if options.uri is not None else context.globals.connect
    text, origin = ClientConf.for_this_process().resolve(given)
    uri = RemoteURI.probing() if text is None else RemoteURI.parse(text)
    route = plan(uri, readonly=context.globals.readonly, warn=None)
    rows = [("URI", uri.text, origin), *uri.explain(), *_route(route)]
    output = context.output
    if output.json:
        output.document(
            {
                "uri": uri.text,
                "origin": origin,
                "fields": [{"field": field, "value": value, "why": why} for field, value, why in rows[1:]],
                "transport": route.transport,
                "target": route.target,
                "far_name": route.far_name,
                "argv": list(getattr(route, "argv", ())),
                "warnings": list(route.warnings),
            }
        )
        return
    columns = (("field", "FIELD"), ("value", "VALUE"), ("why", "WHY"))
    output.rows(columns, [{"field": field, "value": value, "why": why} for field, value, why in rows])
    for sentence in route.warnings:
        output.line(f"warning: {sentence}")


def _route(route: Route) -> list[tuple[str, str, str]]:
    """What the URI comes to on this machine."""
    if route.transport == "unix":
        mode = getattr(route, "mode", "")
        why = {
            "direct": "the socket of the driver's own daemon, which is there",
            "legacy": "the socket of libvirtd, or of virtproxyd in its place",
            "socket": "given as socket=",
        }.get(mode, "the socket that is connected to")
        rows = [("route", route.target, why)]
        daemon = getattr(route, "daemon", None)
        if daemon is not None:
            rows.append(("daemon", daemon, "started when nothing listens on the socket"))
        return rows
    if route.transport == "embedded":
        return [("route", route.target, "there is no way to go; it ends with the process")]
    if route.transport in ("ssh", "ext"):
        import shlex

        return [
            ("route", shlex.join(getattr(route, "argv", ())), "the program that is started, without a shell")
        ]
    rows = [("route", route.target, "the address that is connected to")]
    if route.encrypted:
        rows.append(
            ("certificate", getattr(route, "server_name", ""), "what the server's certificate must name")
        )
    return rows


COMMAND = Command(
    "uri",
    "Explain how a URI is understood and which way it leads.",
    run,
    options=URIOptions,
    parameters=(
        argument(
            "uri", help="A URI or an alias; the one of -c, or the default, unless given.", required=False
        ),
    ),
    text="Nothing is opened; 'doctor' goes the way.",
)

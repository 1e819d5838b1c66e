"""`virtreach doctor`: where the way to a host ends, and why."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context
    from virtreach.routes.route import Route

__all__ = ["COMMAND", "DoctorOptions", "run"]

_TIMEOUT = 10.0


class DoctorOptions(Options):
    """What `doctor` is given."""

    uri: str | None


class _Report:
    """Says how each step went, as soon as that is known."""

    def __init__(self, context: Context) -> None:
        self._output = context.output
        self.steps: list[dict[str, object]] = []

    def add(self, step: str, ok: bool | None, detail: str) -> None:
        self.steps.append({"step": step, "ok": ok, "detail": detail})
        if not self._output.json:
            mark = "skip" if ok is None else "ok" if ok else "FAIL"
            self._output.line(f"{mark:<5} {step:<15} {detail}".rstrip())
            self._output.stream.flush()

    def finish(self, uri: str, code: int) -> int:
        if self._output.json:
            self._output.document({"uri": uri, "ok": code == 0, "exit_code": code, "steps": self.steps})
        return code


def run(context: Context, options: DoctorOptions) -> int:
    """Go the way; the exit code is that of the step that failed."""
    from virtreach.cli.failures import explain
    from virtreach.conf.client import ClientConf
    from virtreach.errors import UsageError
    from virtreach.routes import plan
    from virtreach.uri import RemoteURI

    report = _Report(context)
    text = options.uri if options.uri is not None else context.globals.connect
    try:
        resolved, origin = ClientConf.for_this_process().resolve(text)
        uri = RemoteURI.probing() if resolved is None else RemoteURI.parse(resolved)
        route = plan(uri, readonly=context.globals.readonly, warn=None)
    except UsageError as error:
        code, line = explain(error)
        report.add("uri", False, line)
        return report.finish(text or "", code)
    way = "" if route.transport == "embedded" else f"by {route.transport} to "
    report.add("uri", True, f"{uri.text or 'the local daemon'} ({origin}): {way}{route.target}")
    for sentence in (*route.warnings, *_about_passwords(route)):
        report.add("warning", True, sentence)
    return report.finish(uri.text, _travel(context, report, uri, route))


def _about_passwords(route: Route) -> list[str]:
    """Whether the passwords in auth.conf are for everybody's eyes; whether it can be read at all is seen later."""
    from virtreach.auth.authfile import AuthFile, find_auth_file
    from virtreach.errors import ConfigError

    path = find_auth_file(authfile=route.authfile)
    try:
        if path is None or not AuthFile.load(path).exposed:
            return []
    except ConfigError:
        return []
    return [f"{path} holds passwords and can be read by others than its owner; chmod 600 helps"]


def _travel(context: Context, report: _Report, uri: object, route: Route) -> int:
    from virtreach.cli.failures import explain
    from virtreach.cli.probes import Journey, StepFailed
    from virtreach.uri import RemoteURI

    assert isinstance(uri, RemoteURI)
    journey = Journey(route, lambda: context.connect(uri), timeout=context.globals.timeout or _TIMEOUT)
    left = list(journey.steps)
    try:
        while left:
            report.add(left[0], True, journey.take(left[0]))
            del left[0]
    except StepFailed as failed:
        code, line = explain(failed.error)
        # What lies before the step that failed has worked, though nothing more is known of it.
        while left[0] != failed.step and failed.step in left:
            report.add(left.pop(0), True, "")
        report.add(failed.step, False, line)
        for step in left[1:]:
            report.add(step, None, "")
        return code
    finally:
        journey.close()
    return 0


COMMAND = Command(
    "doctor",
    "Go the way to a host step by step, and say which step fails and why.",
    run,
    options=DoctorOptions,
    parameters=(
        argument(
            "uri", help="A URI or an alias; the one of -c, or the default, unless given.", required=False
        ),
    ),
    text="The exit code is that of the step that failed, as for every other command.",
)

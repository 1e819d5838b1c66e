"""Credentials: from arguments, auth.conf and callbacks, and never on show."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from virtreach.auth.credentials import CredentialRequest, Credentials, CredentialSource, Secret
from virtreach.errors import ConfigError, NoCredentials, UsageError

CANARY = "canary5e7af"
BOTH = ("authname", "password")
FILE = f"[credentials-a]\nauthname=fred\npassword={CANARY}\nrealm=LAB\n[auth-libvirt-hv1]\ncredentials=a\n"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "auth.conf").write_text(FILE)
    return {"LIBVIRT_AUTH_FILE": str(tmp_path / "auth.conf"), "HOME": str(tmp_path)}


@pytest.fixture
def nothing(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "none.conf").touch()
    return {"LIBVIRT_AUTH_FILE": str(tmp_path / "none.conf"), "HOME": str(tmp_path)}


class TestCredentials:
    def test_shows_all_but_the_password(self) -> None:
        mine = Credentials("fred", CANARY, realm="LAB")
        assert repr(mine) == str(mine) == "Credentials(authname='fred', password=<hidden>, realm='LAB')"
        assert repr(Credentials("fred")) == "Credentials(authname='fred', password=None, realm=None)"
        assert CANARY not in str(dir(mine))
        with pytest.raises(TypeError):
            vars(mine)
        with pytest.raises(TypeError, match="pickled"):
            pickle.dumps(mine)

    def test_merged(self) -> None:
        whole = Credentials("fred").merged(Credentials("eve", "x", realm="R", authzid="z"))
        assert (whole.authname, whole.realm, whole.authzid) == ("fred", "R", "z")
        assert whole.password == Secret("x")


class TestSource:
    def test_arguments_first(self, environment: dict[str, str]) -> None:
        source = CredentialSource(Credentials("bob", "y"), environment=environment)
        found = source.resolve("PLAIN", BOTH, "hv1")
        assert (found.authname, found.password) == ("bob", Secret("y"))

    def test_auth_file_next(self, environment: dict[str, str]) -> None:
        def never(request: CredentialRequest) -> None:
            raise AssertionError("nothing is missing")

        found = CredentialSource(callback=never, environment=environment).resolve("PLAIN", BOTH, "hv1")
        assert (found.authname, found.password, found.realm) == ("fred", Secret(CANARY), "LAB")

    def test_each_item_by_itself(self, environment: dict[str, str]) -> None:
        source = CredentialSource(Credentials("bob"), environment=environment)
        found = source.resolve("PLAIN", BOTH, "hv1")
        assert (found.authname, found.password) == ("bob", Secret(CANARY))

    def test_callback_last(self, nothing: dict[str, str]) -> None:
        asked = []

        def answer(request: CredentialRequest) -> Credentials:
            asked.append(request)
            return Credentials("eve", "z", realm="R")

        found = CredentialSource(callback=answer, environment=nothing).resolve("SCRAM-SHA-256", BOTH, "hv1")
        assert (found.authname, found.password, found.realm) == ("eve", Secret("z"), "R")
        [request] = asked
        assert (request.mechanism, request.host, request.needs) == ("SCRAM-SHA-256", "hv1", BOTH)
        assert request.prompt == "Name and password for hv1"
        assert repr(request).startswith("CredentialRequest(")

    @pytest.mark.parametrize("text", ["z", Secret("z")])
    def test_a_text_is_the_one_missing_thing(self, nothing: dict[str, str], text: str | Secret) -> None:
        def answer(request: CredentialRequest) -> str | Secret:
            assert request.needs == ("password",)
            assert request.authname == "bob"
            assert request.prompt == "bob's password for hv1"
            return text

        source = CredentialSource(Credentials("bob"), callback=answer, environment=nothing)
        assert source.resolve("PLAIN", BOTH, "hv1").password == Secret("z")
        source = CredentialSource(Credentials(None, "y"), callback=lambda request: text, environment=nothing)
        assert source.resolve("PLAIN", BOTH, "hv1").authname == "z"

    def test_a_text_for_two_things(self, nothing: dict[str, str]) -> None:
        with pytest.raises(UsageError, match="give Credentials"):
            CredentialSource(callback=lambda request: CANARY, environment=nothing).resolve(
                "PLAIN", BOTH, "hv1"
            )

    @pytest.mark.parametrize("answer", [None, Credentials(), Credentials("eve"), Credentials("eve", "")])
    def test_callback_without_an_answer(self, nothing: dict[str, str], answer: Credentials | None) -> None:
        source = CredentialSource(callback=lambda request: answer, environment=nothing)
        with pytest.raises(NoCredentials, match="the callback gave none"):
            source.resolve("PLAIN", BOTH, "hv1")

    @pytest.mark.parametrize("answer", [5, [CANARY], {"password": CANARY}, ("eve", CANARY)])
    def test_callback_with_something_else(self, nothing: dict[str, str], answer: object) -> None:
        source = CredentialSource(callback=lambda request: answer, environment=nothing)  # type: ignore[arg-type,return-value]
        with pytest.raises(UsageError) as caught:
            source.resolve("PLAIN", BOTH, "hv1")
        assert CANARY not in str(caught.value)

    def test_callbacks_error_comes_through(self, nothing: dict[str, str]) -> None:
        def answer(request: CredentialRequest) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            CredentialSource(callback=answer, environment=nothing).resolve("PLAIN", BOTH, "hv1")

    def test_nothing_needed_asks_nobody(self, nothing: dict[str, str]) -> None:
        assert CredentialSource(environment=nothing).resolve("EXTERNAL", (), "hv1").authname is None

    def test_says_where_it_looked(self, environment: dict[str, str]) -> None:
        with pytest.raises(NoCredentials) as caught:
            CredentialSource(environment=environment).resolve("DIGEST-MD5", BOTH, "hv2")
        text = str(caught.value)
        assert caught.value.mechanism == "DIGEST-MD5"
        for part in (
            "hv2",
            environment["LIBVIRT_AUTH_FILE"],
            "auth-libvirt-hv2",
            "no callback",
            "auth=(name, password)",
        ):
            assert part in text

    def test_without_auth_file(self, environment: dict[str, str]) -> None:
        with pytest.raises(NoCredentials):
            CredentialSource(environment=environment, use_auth_file=False).resolve("PLAIN", BOTH, "hv1")

    def test_uris_file(self, tmp_path: Path) -> None:
        file = tmp_path / "mine.conf"
        file.write_text(FILE)
        source = CredentialSource(authfile=str(file), environment={"HOME": str(tmp_path)})
        assert source.resolve("PLAIN", BOTH, "hv1").authname == "fred"
        missing = CredentialSource(authfile=str(tmp_path / "missing"), environment={"HOME": str(tmp_path)})
        with pytest.raises(ConfigError):
            missing.resolve("PLAIN", BOTH, "hv1")

    def test_changed_file_counts_at_once(self, environment: dict[str, str]) -> None:
        source = CredentialSource(environment=environment)
        source.resolve("PLAIN", BOTH, "hv1")
        Path(environment["LIBVIRT_AUTH_FILE"]).write_text(FILE.replace("fred", "ted"))
        assert source.resolve("PLAIN", BOTH, "hv1").authname == "ted"

    def test_password_in_another_encoding(self, environment: dict[str, str]) -> None:
        Path(environment["LIBVIRT_AUTH_FILE"]).write_bytes(
            FILE.replace(CANARY, "p").encode().replace(b"=p", b"=\xff\xfe")
        )
        found = CredentialSource(environment=environment).resolve("PLAIN", BOTH, "hv1")
        assert found.password is not None
        assert found.password.reveal() == b"\xff\xfe"


class TestAsync:
    async def test_coroutine_function(self, nothing: dict[str, str]) -> None:
        async def answer(request: CredentialRequest) -> Credentials:
            return Credentials("eve", "z")

        source = CredentialSource(callback=answer, environment=nothing)
        assert (await source.aresolve("PLAIN", BOTH, "hv1")).authname == "eve"
        with pytest.raises(UsageError, match="plain one"):
            source.resolve("PLAIN", BOTH, "hv1")

    async def test_plain_function(self, nothing: dict[str, str]) -> None:
        source = CredentialSource(callback=lambda request: Credentials("eve", "z"), environment=nothing)
        assert (await source.aresolve("PLAIN", BOTH, "hv1")).authname == "eve"

    async def test_nothing_missing(self, environment: dict[str, str]) -> None:
        assert (
            await CredentialSource(environment=environment).aresolve("PLAIN", BOTH, "hv1")
        ).authname == "fred"


class TestOf:
    def test_kinds(self, nothing: dict[str, str]) -> None:
        def answer(request: CredentialRequest) -> str:
            return "z"

        mine = Credentials("fred", "x")
        assert CredentialSource.of(mine).given is mine
        assert CredentialSource.of(("fred", "x")).given.password == Secret("x")
        assert CredentialSource.of(("fred", b"\xff")).given.authname == "fred"
        assert CredentialSource.of(answer).callback is answer
        assert CredentialSource.of(None, environment=nothing).given.authname is None
        source = CredentialSource()
        assert CredentialSource.of(source) is source

    @pytest.mark.parametrize(
        "auth", [CANARY, 5, [CANARY, CANARY], ("fred", CANARY, "x"), {"password": CANARY}]
    )
    def test_other_kinds(self, auth: object) -> None:
        with pytest.raises(UsageError) as caught:
            CredentialSource.of(auth)  # type: ignore[arg-type]
        assert CANARY not in str(caught.value)

    def test_hides(self) -> None:
        source = CredentialSource.of(("fred", CANARY))
        assert CANARY not in repr(source)
        with pytest.raises(TypeError, match="pickled"):
            pickle.dumps(source)


def _fails(run: Callable[[], object]) -> traceback.TracebackException:
    try:
        run()
    except Exception as error:
        return traceback.TracebackException.from_exception(error, capture_locals=True)
    raise AssertionError("no error")


def test_tracebacks_show_no_password(environment: dict[str, str], nothing: dict[str, str]) -> None:
    file = Path(environment["LIBVIRT_AUTH_FILE"])

    def no_name() -> None:
        CredentialSource(Credentials(None, CANARY), environment=nothing).resolve("PLAIN", BOTH, "hv1")

    def no_name_in_file() -> None:
        file.write_text(FILE.replace("authname", "username"))
        CredentialSource(environment=environment).resolve("PLAIN", BOTH, "hv1")

    def callback_fails() -> None:
        def answer(request: CredentialRequest) -> Credentials:
            return Credentials(None, CANARY)

        CredentialSource(callback=answer, environment=nothing).resolve("PLAIN", BOTH, "hv1")

    for run in (no_name, no_name_in_file, callback_fails):
        report = _fails(run)
        shown = "".join(value for frame in report.stack for value in (frame.locals or {}).values())
        assert CANARY not in shown, run.__name__
        assert CANARY not in str(report)

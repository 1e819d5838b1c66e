"""Names and passwords, and where they come from.

A `CredentialSource` gathers what one login needs, each item from the first place that has it:

1. what the caller gave as an argument;
2. ``auth.conf`` (see `virtreach.auth.authfile`);
3. the caller's callback, asked once for all that is missing then.

libvirt has the last two in this order as well (``remote_driver.c``, ``remoteAuthInteract``).
"""

from __future__ import annotations

from virtreach.errors import NoCredentials, UsageError
from virtreach.session.sasl.base import SaslCredentials
from virtreach.session.sasl.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from typing import Any, NoReturn, TypeAlias

    Answer: TypeAlias = "Credentials | str | Secret | None"
    Callback: TypeAlias = "Callable[[CredentialRequest], Answer | Awaitable[Answer]]"
    AuthArgument: TypeAlias = (
        "Credentials | tuple[str, str | bytes | Secret] | Callback | CredentialSource | None"
    )

__all__ = ["CredentialRequest", "CredentialSource", "Credentials", "Secret", "seal"]

_PROMPTS = {"authname": "name", "password": "password"}


class Credentials(SaslCredentials):
    """A login. ``repr``, ``str`` and tracebacks do not show the password, and pickling is refused.

    Args:
        authname: who logs in.
        password: text, bytes or a `Secret`.
        realm: the realm to log in to, where a server has several (DIGEST-MD5).
        authzid: as whom to act, if not as oneself. Few servers allow it.
    """

    __slots__ = ()

    def __init__(
        self,
        authname: str | None = None,
        password: str | bytes | Secret | None = None,
        *,
        realm: str | None = None,
        authzid: str | None = None,
    ) -> None:
        super().__init__(authname, None if password is None else Secret(password), realm, authzid)

    def __repr__(self) -> str:
        hidden = "<hidden>" if self.password is not None else None
        return f"Credentials(authname={self.authname!r}, password={hidden}, realm={self.realm!r})"

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("credentials cannot be pickled; hand over where they are stored instead")

    def merged(self, other: SaslCredentials) -> Credentials:
        """These, with what is missing taken from the other ones."""
        return Credentials(
            self.authname or other.authname,
            self.password or other.password,
            realm=self.realm or other.realm,
            authzid=self.authzid or other.authzid,
        )


def seal(auth: AuthArgument) -> AuthArgument:
    """Put a (name, password) pair into `Credentials`; everything else that ``auth=`` takes comes back as it is.

    For whoever takes ``auth=``: a traceback prints arguments, and a pair shows its password.

    Raises:
        UsageError: it is something else. The message does not show it.
    """
    if isinstance(auth, tuple) and len(auth) == 2:
        return Credentials(*auth)
    if auth is None or isinstance(auth, Credentials | CredentialSource) or callable(auth):
        return auth
    kind = type(auth).__name__
    del auth
    raise UsageError(f"auth= takes Credentials, (name, password), or a callback, not {kind}")


class CredentialRequest:
    """What a login needs, for a callback.

    Attributes:
        mechanism: the SASL mechanism (``SCRAM-SHA-256``).
        host: the server as in the URI, "localhost" for a local one.
        needs: what is missing, of ``authname`` and ``password``, in this order.
        authname: the name if it is known already, else None.
        service: ``libvirt``.
        prompt: a question for people.
    """

    __slots__ = ("authname", "host", "mechanism", "needs", "service")

    def __init__(
        self,
        mechanism: str,
        host: str,
        needs: Sequence[str],
        *,
        authname: str | None = None,
        service: str = "libvirt",
    ) -> None:
        self.mechanism = mechanism
        self.host = host
        self.needs = tuple(needs)
        self.authname = authname
        self.service = service

    @property
    def prompt(self) -> str:
        """A question for people."""
        if self.needs == ("password",):
            return f"{self.authname}'s password for {self.host}"
        return f"{' and '.join(_PROMPTS[what] for what in self.needs).capitalize()} for {self.host}"

    def __repr__(self) -> str:
        return f"CredentialRequest(mechanism={self.mechanism!r}, host={self.host!r}, needs={self.needs!r})"


class CredentialSource:
    """Gathers credentials for one connection, as often as it reconnects.

    Safe between threads and tasks as far as the callback is: nothing is kept between two logins, so that a
    password changed in ``auth.conf`` counts at once.

    Args:
        given: what the caller knows already.
        callback: asked for the rest; may be a coroutine function where `aresolve` is used.
        authfile: the URI's ``authfile``, or None.
        environment: where variables are looked up; None for this process's.
        use_auth_file: False leaves ``auth.conf`` out.
    """

    __slots__ = ("_authfile", "_environment", "_use_auth_file", "callback", "given")

    def __init__(
        self,
        given: Credentials | None = None,
        *,
        callback: Callback | None = None,
        authfile: str | None = None,
        environment: Mapping[str, str] | None = None,
        use_auth_file: bool = True,
    ) -> None:
        self.given = given if given is not None else Credentials()
        self.callback = callback
        self._authfile = authfile
        self._environment = environment
        self._use_auth_file = use_auth_file

    @classmethod
    def of(
        cls, auth: AuthArgument, *, authfile: str | None = None, environment: Mapping[str, str] | None = None
    ) -> CredentialSource:
        """Understand ``connect(auth=...)``: credentials, (name, password), a callback, a source, or nothing.

        Raises:
            UsageError: it is something else. The message does not show it.
        """
        auth = seal(auth)
        if isinstance(auth, CredentialSource):
            return auth
        if auth is None or isinstance(auth, Credentials):
            return cls(auth, authfile=authfile, environment=environment)
        assert callable(auth)
        return cls(callback=auth, authfile=authfile, environment=environment)

    def __repr__(self) -> str:
        return f"<CredentialSource given={self.given!r} callback={'yes' if self.callback else 'no'}>"

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a credential source cannot be pickled")

    def known(self, host: str, *, service: str = "libvirt") -> Credentials:
        """What arguments and ``auth.conf`` say about a host; reads a file, asks nobody.

        Raises:
            ConfigError: ``auth.conf`` cannot be read or understood.
        """
        given = self.given
        if not self._use_auth_file or (given.authname and given.password):
            return given
        from virtreach.auth.authfile import AuthFile, find_auth_file

        path = find_auth_file(authfile=self._authfile, environment=self._environment)
        if path is None:
            return given
        found = AuthFile.load(path).group_for(host, service=service)
        if found is None:
            return given
        values = found[1]
        stored = Credentials(values.get("authname"), realm=values.get("realm"))
        stored.password = Secret(values["password"]) if "password" in values else None
        return given.merged(stored)

    def request(
        self,
        mechanism: str,
        known: SaslCredentials,
        needs: Sequence[str],
        host: str,
        *,
        service: str = "libvirt",
    ) -> CredentialRequest | None:
        """What the callback is to be asked, or None when nothing is missing."""
        missing = [what for what in needs if not getattr(known, what)]
        if not missing:
            return None
        return CredentialRequest(mechanism, host, missing, authname=known.authname, service=service)

    def finish(self, known: Credentials, answer: object, request: CredentialRequest) -> Credentials:
        """Put the callback's answer to what is known.

        Raises:
            NoCredentials: something is missing still.
            UsageError: the callback gave something of another type.
        """
        extra: Credentials | None
        if isinstance(answer, (str, Secret)):
            if len(request.needs) != 1:
                raise UsageError("the callback gave one text; name and password are needed: give Credentials")
            if request.needs[0] == "password":
                extra = Credentials(password=answer)
            else:
                extra = Credentials(answer if isinstance(answer, str) else answer.reveal().decode())
        elif answer is None or isinstance(answer, Credentials):
            extra = answer
        else:
            kind = type(answer).__name__
            del answer
            raise UsageError(f"the callback must give Credentials, str or None, not {kind}")
        whole = known if extra is None else known.merged(extra)
        missing = [what for what in request.needs if not getattr(whole, what)]
        if missing:
            raise self._missing(missing, request)
        return whole

    def _missing(self, missing: Sequence[str], request: CredentialRequest) -> NoCredentials:
        what = " and ".join(_PROMPTS[item] for item in missing)
        be = "is" if len(missing) == 1 else "are"
        asked = "the callback gave none" if self.callback else "there is no callback"
        looked = ""
        if self._use_auth_file:
            from virtreach.auth.authfile import find_auth_file

            path = find_auth_file(authfile=self._authfile, environment=self._environment)
            looked = "there is no auth.conf, "
            if path:
                group = f"[auth-{request.service}-{request.host}]"
                looked = (
                    f"{path} has none (it would be in the credentials that {group}, the URI's host as "
                    f"written, or [auth-{request.service}-default] refers to; the name is authname=), "
                )
        return NoCredentials(
            f"{request.host} wants a login ({request.mechanism}), and the {what} {be} not known: none given "
            f"as an argument, {looked}{asked}. Give auth=(name, password) in a program, or write an auth.conf "
            "(~/.config/libvirt/auth.conf)",
            mechanism=request.mechanism,
        )

    def resolve(
        self, mechanism: str, needs: Sequence[str], host: str, *, service: str = "libvirt"
    ) -> Credentials:
        """Gather everything, calling the callback if it must be.

        Raises:
            NoCredentials: something is missing.
            ConfigError: from ``auth.conf``.
            UsageError: the callback is a coroutine function, or gave something else than credentials.
        """
        known = self.known(host, service=service)
        request = self.request(mechanism, known, needs, host, service=service)
        if request is None:
            return known
        answer: Any = self.callback(request) if self.callback is not None else None
        if hasattr(answer, "__await__"):
            if hasattr(answer, "close"):
                answer.close()
            raise UsageError("the callback is a coroutine function; a blocking connection needs a plain one")
        return self.finish(known, answer, request)

    async def aresolve(
        self, mechanism: str, needs: Sequence[str], host: str, *, service: str = "libvirt"
    ) -> Credentials:
        """`resolve` for asyncio: the callback may be a coroutine function; a plain one blocks the loop."""
        known = self.known(host, service=service)
        request = self.request(mechanism, known, needs, host, service=service)
        if request is None:
            return known
        answer: Any = self.callback(request) if self.callback is not None else None
        if hasattr(answer, "__await__"):
            answer = await answer
        return self.finish(known, answer, request)

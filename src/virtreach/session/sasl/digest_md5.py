"""DIGEST-MD5, client side (RFC 2831; obsolete since RFC 6331).

It stays because it is the one mechanism of stock libvirt servers that encrypts plain TCP without Kerberos.
Its cipher there is rc4 with a 128-bit key: rc4-40, rc4-56 and des are too weak, and 3des is not carried out
by servers that offer it. Prefer TLS or ssh.

The realm decides which of the server's passwords is meant. It is, in this order: the caller's, the only one
the server names, and the server's host name if it names none. Log in as ``NAME@REALM`` where the server's
users were stored with a realm other than the one it announces.
"""

from __future__ import annotations

from virtreach.errors import MechanismUnavailable, NoCredentials, ProtocolError, ServerNotAuthentic
from virtreach.session.sasl.base import ClientMechanism, shown
from virtreach.session.sasl.digest_layer import DigestLayer, md5
from virtreach.session.sasl.scram import make_nonce
from virtreach.session.sasl.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from virtreach.errors import VirtreachError
    from virtreach.session.sasl.base import SaslCredentials

__all__ = ["MAX_RECEIVE", "DigestMd5Client", "latin", "parse_directives"]

MAX_RECEIVE = 65536
"""Our ``maxbuf``: bytes of content in one packet that the server may send."""

_MIN_MAXBUF = 1024
_MAX_MAXBUF = 0xFFFFFF
# Cyrus leaves this much of the peer's maxbuf free (digestmd5.c), more than the 16 bytes that a packet needs.
_RESERVE = 25
_ONCE = frozenset(("nonce", "qop", "stale", "maxbuf", "charset", "algorithm", "cipher", "rspauth"))
_SEPARATORS = frozenset('()<>@,;:\\"/[]?={} \t')


class DigestMd5Client(ClientMechanism):
    """One DIGEST-MD5 exchange: the server speaks first, then we, then it proves itself with ``rspauth``.

    Args:
        credentials: ``authname`` and ``password`` are needed; ``realm`` if the server has several.
        host: the server's name, as in the URI.
        service: ``libvirt``.
        layer: True: a security layer must be set up; False: only if the server insists (the channel is safe).
        nonce: where client nonces come from; for tests.

    Raises:
        NoCredentials: name or password is missing.
    """

    name = "DIGEST-MD5"
    __slots__ = (
        "_credentials",
        "_expected",
        "_host",
        "_key",
        "_layer",
        "_max_send",
        "_nonce",
        "_realm",
        "_service",
        "_step",
        "_want_layer",
    )

    def __init__(
        self,
        credentials: SaslCredentials,
        *,
        host: str,
        service: str = "libvirt",
        layer: bool = True,
        nonce: Callable[[], str] = make_nonce,
    ) -> None:
        super().__init__()
        if not credentials.authname or not credentials.password:
            missing = "password" if credentials.authname else "name"
            raise NoCredentials(f"{self.name} needs a {missing}", mechanism=self.name)
        try:
            md5(b"")
        except ValueError as error:
            raise MechanismUnavailable(
                f"{self.name}: this Python has no MD5; use TLS or ssh", mechanism=self.name
            ) from error
        self._credentials = credentials
        self._host = host
        self._service = service
        self._want_layer = layer
        self._nonce = nonce()
        self._realm = ""
        self._expected = b""
        self._key = Secret(b"")
        self._max_send = 0
        self._layer: DigestLayer | None = None
        self._step = 0

    def _first(self) -> None:
        return None

    def _next(self, data: bytes) -> bytes:
        self._step += 1
        if self._step == 1:
            return self._answer(data)
        self._verify(data)
        return b""

    # The exchange

    def _answer(self, challenge: bytes) -> bytes:
        fields, realms = self._read_challenge(challenge)
        charset = fields.get("charset") is not None
        encode = self._encoder(utf8=charset)
        qop = self._choose_qop(fields)
        realm = self._realm = self._choose_realm(realms)
        mine = self._credentials
        assert mine.authname is not None
        assert mine.password is not None
        nonce = fields["nonce"].encode("ascii")
        cnonce = self._nonce.encode("ascii")
        uri = encode(f"{self._service}/{self._host}", "host name")
        name = encode(mine.authname, "name")
        authzid = encode(mine.authzid or "", "authorization name")

        # RFC 2831, 2.1.2.1. Whatever follows from the password stays inside a Secret.
        user_hash = Secret(self._hash_user(mine.authname, realm, mine.password))
        a1_tail = b":%b:%b" % (nonce, cnonce) + (b":" + authzid if authzid else b"")
        self._key = Secret(md5(user_hash.reveal() + a1_tail))
        a2_tail = b":" + uri + (b"" if qop == b"auth" else b":" + b"0" * 32)

        def response(a2: bytes) -> bytes:
            middle = b":%b:00000001:%b:%b:" % (nonce, cnonce, qop)
            return md5(self._key.reveal().hex().encode() + middle + md5(a2).hex().encode()).hex().encode()

        self._expected = response(a2_tail)
        parts = [b"username=" + _quote(name)]
        if charset:
            parts.insert(0, b"charset=utf-8")
        if realm:
            parts.append(b"realm=" + _quote(encode(realm, "realm")))
        parts += [b"nonce=" + _quote(nonce), b"nc=00000001", b"cnonce=" + _quote(cnonce)]
        parts += [
            b"digest-uri=" + _quote(uri),
            b"response=" + response(b"AUTHENTICATE" + a2_tail),
            b"qop=" + qop,
        ]
        if qop == b"auth-conf":
            parts += [b"cipher=rc4", b"maxbuf=%d" % MAX_RECEIVE]
        if authzid:
            parts.append(b"authzid=" + _quote(authzid))
        return b",".join(parts)

    def _verify(self, message: bytes) -> None:
        from hmac import compare_digest

        fields = {}
        for key, value in parse_directives(message, self._broken):
            if key in _ONCE and key in fields:
                raise self._broken(f"{key} comes twice")
            fields[key] = value
        if "rspauth" not in fields:
            raise self._broken("the last message has no rspauth")
        if not compare_digest(fields["rspauth"].encode(), self._expected):
            raise ServerNotAuthentic(
                f"{self.name}: the server's answer is wrong: it does not know the password",
                mechanism=self.name,
            )
        if self._max_send:
            self._layer = DigestLayer(self._key.reveal(), max_send=self._max_send, max_receive=MAX_RECEIVE)
            self.ssf = 128
        self._key = Secret(b"")
        self._complete = True

    # Its parts

    def _read_challenge(self, challenge: bytes) -> tuple[dict[str, str], list[str]]:
        """(directives, realms) of a digest-challenge (RFC 2831, 2.1.1)."""
        if not challenge:
            raise self._broken("the server sent no challenge")
        fields: dict[str, str] = {}
        realms = []
        for key, value in parse_directives(challenge, self._broken):
            if key == "realm":
                realms.append(value)
                continue
            if key in _ONCE and key in fields:
                raise self._broken(f"{key} comes twice")
            fields[key] = value
        if "rspauth" in fields:
            raise self._broken("the server's proof comes before its challenge")
        nonce = fields.get("nonce", "")
        if not nonce or not nonce.isascii() or not nonce.isprintable():
            raise self._broken("the challenge has no nonce, or one that is not plain text")
        if fields.get("algorithm", "").lower() != "md5-sess":
            raise self._broken("the challenge does not name the algorithm md5-sess")
        if fields.get("charset", "utf-8").lower() != "utf-8":
            raise self._broken("the challenge names a charset other than utf-8")
        if "charset" in fields:
            try:
                realms = [realm.encode("latin-1").decode("utf-8") for realm in realms]
            except UnicodeDecodeError:
                raise self._broken("a realm is not UTF-8") from None
        return fields, realms

    def _choose_qop(self, fields: dict[str, str]) -> bytes:
        """The quality of protection, no more than the channel needs and no less."""
        offered = {item.strip().lower() for item in fields.get("qop", "auth").split(",")}
        ciphers = {item.strip().lower() for item in fields.get("cipher", "").split(",")} - {""}
        if not self._want_layer and "auth" in offered:
            return b"auth"
        if "auth-conf" not in offered:
            listed = shown(", ".join(sorted(offered - {""}))) or "(none)"
            raise MechanismUnavailable(
                f"{self.name}: the server offers the qualities {listed}; only auth-conf encrypts; "
                "use TLS or ssh",
                mechanism=self.name,
            )
        if "rc4" not in ciphers:
            listed = shown(", ".join(sorted(ciphers))) or "(none)"
            raise MechanismUnavailable(
                f"{self.name}: the server offers the ciphers {listed}; only rc4 is strong enough and works; "
                "use TLS or ssh",
                mechanism=self.name,
            )
        digits = fields.get("maxbuf", "65536")
        if not (digits.isascii() and digits.isdigit()) or len(digits) > 10:
            raise self._broken("maxbuf is not a number")
        if not _MIN_MAXBUF <= int(digits) <= _MAX_MAXBUF:
            raise self._broken(f"maxbuf is {digits}; {_MIN_MAXBUF} to {_MAX_MAXBUF} bytes are accepted")
        self._max_send = min(int(digits), MAX_RECEIVE) - _RESERVE
        return b"auth-conf"

    def _choose_realm(self, realms: list[str]) -> str:
        if self._credentials.realm:
            return self._credentials.realm
        if len(realms) > 1:
            names = ", ".join(repr(name) for name in realms[:10])
            raise NoCredentials(
                f"{self.name}: the server has several realms ({names}); say which one is meant",
                mechanism=self.name,
            )
        return realms[0] if realms else self._host

    def _encoder(self, *, utf8: bool) -> Callable[[str, str], bytes]:
        def encode(text: str, what: str) -> bytes:
            try:
                encoded = text.encode("utf-8" if utf8 else "latin-1")
            except UnicodeEncodeError:
                raise NoCredentials(
                    f"{self.name}: the server takes ISO 8859-1 only, which cannot write this {what}",
                    mechanism=self.name,
                ) from None
            if b"\0" in encoded:
                raise NoCredentials(f"{self.name}: a NUL in the {what}", mechanism=self.name)
            return encoded

        return encode

    def _hash_user(self, name: str, realm: str, password: Secret) -> bytes:
        """H(user:realm:password); each of them in ISO 8859-1 if it can be written so, else in UTF-8."""
        return md5(b":".join((latin(name.encode()), latin(realm.encode()), latin(password.reveal()))))

    def _broken(self, text: str) -> VirtreachError:
        return ProtocolError(f"{self.name}: {text}")

    def _advice(self) -> str:
        realm = f" (the realm was {self._realm!r})" if self._realm else ""
        return (
            f"check the name, the password and the realm{realm}: SASL users belong to a realm, usually the "
            "server's full host name; set the realm, or log in as NAME@REALM"
        )

    # The layer

    @property
    def max_send(self) -> int:
        """Plain bytes in one packet."""
        return self._max_send if self._layer else 0

    def wrap(self, data: bytes) -> bytes:
        """See `ClientMechanism.wrap`."""
        return super().wrap(data) if self._layer is None else self._layer.wrap(data)

    def unwrap(self, data: bytes) -> bytes:
        """See `ClientMechanism.unwrap`."""
        return super().unwrap(data) if self._layer is None else self._layer.unwrap(data)


def latin(text: bytes) -> bytes:
    """UTF-8 as ISO 8859-1 where that can write it, else as it is (RFC 2831, 2.1.2.1)."""
    try:
        return text.decode("utf-8").encode("latin-1")
    except UnicodeError:
        return text


def _quote(value: bytes) -> bytes:
    return b'"%b"' % value.replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def parse_directives(message: bytes, broken: Callable[[str], Exception]) -> list[tuple[str, str]]:
    """Read ``key=token, key="quoted string", ...`` (RFC 2831, 7.1).

    Keys come back in lower case; values as ISO 8859-1, because only the directives tell the charset.

    Args:
        message: what the peer sent.
        broken: makes the error to raise when it is malformed.
    """
    text = message.decode("latin-1")
    if "\0" in text:
        raise broken("a NUL in the message")
    pairs: list[tuple[str, str]] = []
    position, end = 0, len(text)
    while True:
        while position < end and text[position] in " \t\r\n,":
            position += 1
        if position == end:
            return pairs
        start = position
        while position < end and text[position] not in _SEPARATORS and " " < text[position] < "\x7f":
            position += 1
        key = text[start:position].lower()
        position = _skip_space(text, position)
        if not key or position == end or text[position] != "=":
            raise broken("the message is not a list of directives")
        position = _skip_space(text, position + 1)
        if position < end and text[position] == '"':
            value = []
            position += 1
            while position < end and text[position] != '"':
                if text[position] == "\\":
                    position += 1
                    if position == end:
                        break
                value.append(text[position])
                position += 1
            if position == end:
                raise broken("a quoted string has no end")
            position += 1
            pairs.append((key, "".join(value)))
        else:
            start = position
            while position < end and text[position] not in _SEPARATORS and " " < text[position] < "\x7f":
                position += 1
            if position == start:
                raise broken(f"{key} has no value")
            pairs.append((key, text[start:position]))
        position = _skip_space(text, position)
        if position < end and text[position] != ",":
            raise broken("two directives without a comma between them")


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\r\n":
        position += 1
    return position

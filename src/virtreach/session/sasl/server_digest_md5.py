"""DIGEST-MD5, server side (RFC 2831; obsolete since RFC 6331). Off unless the configuration asks for it.

It encrypts plain TCP for stock clients; the only cipher is rc4 with a 128-bit key, and "auth" without a layer is
offered only where the channel is encrypted. Nonces are used once: there is no subsequent authentication.
"""

from __future__ import annotations

from virtreach.session.sasl.digest_layer import DigestLayer, md5
from virtreach.session.sasl.digest_md5 import MAX_RECEIVE, parse_directives
from virtreach.session.sasl.scram import make_nonce
from virtreach.session.sasl.server_base import ServerMechanism

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from virtreach.session.sasl.server_base import VerifierSource

__all__ = ["DigestMd5Server"]

_MAX_MESSAGE = 4096  # RFC 2831, 2.1.2: a digest-response is shorter
_MIN_MAXBUF = 1024
_RESERVE = 25
_ONCE = frozenset(
    (
        *("username", "realm", "nonce", "cnonce", "nc", "qop", "digest-uri", "response", "maxbuf", "charset"),
        *("cipher", "authzid"),
    )
)


class DigestMd5Server(ServerMechanism):
    """One DIGEST-MD5 exchange: we speak first, the client answers, we prove ourselves with ``rspauth``.

    Args:
        source: knows the verifiers.
        realm: which of the users' passwords is meant; usually the host's full name.
        layer: True: the security layer must be set up; False: it need not be (the channel is safe).
        service: ``libvirt``.
        nonce: where server nonces come from; for tests.
    """

    name = "DIGEST-MD5"
    __slots__ = ("_layer", "_must", "_nonce", "_realm", "_service", "_source", "_step")

    def __init__(
        self,
        source: VerifierSource,
        *,
        realm: str,
        layer: bool = True,
        service: str = "libvirt",
        nonce: Callable[[], str] = make_nonce,
    ) -> None:
        super().__init__()
        self._source = source
        self._realm = realm
        self._must = layer
        self._service = service
        self._nonce = nonce()
        self._step = 0
        self._layer: DigestLayer | None = None

    def _next(self, data: bytes | None) -> bytes | None:
        self._step += 1
        if self._step == 1:
            if data:
                raise self._broken("the server speaks first")
            return self._challenge()
        return self._verify(data or b"")

    def _challenge(self) -> bytes:
        realm = self._realm.replace("\\", "\\\\").replace('"', '\\"')
        qop = "auth-conf" if self._must else "auth,auth-conf"
        return (
            f'nonce="{self._nonce}",realm="{realm}",qop="{qop}",cipher="rc4",maxbuf={MAX_RECEIVE},'
            "charset=utf-8,algorithm=md5-sess"
        ).encode()

    def _verify(self, message: bytes) -> bytes:
        import hmac

        if not message or len(message) > _MAX_MESSAGE:
            raise self._broken("the response is empty or too long")
        fields: dict[str, str] = {}
        for key, value in parse_directives(message, self._broken):
            if key in _ONCE and key in fields:
                raise self._broken(f"{key} comes twice")
            fields[key] = value
        raw = {key: value.encode("latin-1") for key, value in fields.items()}
        charset = fields.get("charset")
        if charset is not None and charset.lower() != "utf-8":
            raise self._broken("the response names a charset other than utf-8")
        try:
            encoding = "latin-1" if charset is None else "utf-8"
            name = raw.get("username", b"").decode(encoding)
            realm = raw.get("realm", b"").decode(encoding)
            authzid = raw.get("authzid", b"").decode("utf-8")
        except UnicodeDecodeError:
            raise self._broken("a text is not in the charset that it claims") from None
        if not name or len(name) > 256:
            raise self._broken("the name is missing or too long")
        self.attempted = name
        if fields.get("nonce") != self._nonce or fields.get("nc") != "00000001" or not fields.get("cnonce"):
            raise self._broken("a nonce is missing, repeated or not ours")
        if fields.get("digest-uri", "").split("/")[0].lower() != self._service:
            raise self._broken(f"the response is meant for another service than {self._service}")
        qop = fields.get("qop", "auth")
        if qop not in ("auth-conf", "auth") or (qop == "auth" and self._must):
            raise self._broken("the client's quality of protection was not offered")
        if qop == "auth-conf" and fields.get("cipher", "").lower() != "rc4":
            raise self._broken("the client's cipher was not offered")
        # Both are worked out for every name and realm: what they cost would tell which ones there are.
        digest, mock = self._source.digest(name, realm), md5(self._nonce.encode())
        known = digest if realm == self._realm else None
        user_hash = known or mock
        session_key = md5(
            user_hash
            + b":%b:%b" % (raw["nonce"], raw["cnonce"])
            + (b":" + raw["authzid"] if authzid else b"")
        )
        tail = b":" + raw["digest-uri"] + (b"" if qop == "auth" else b":" + b"0" * 32)

        def response(a2: bytes) -> bytes:
            middle = b":%b:00000001:%b:%b:" % (raw["nonce"], raw["cnonce"], qop.encode())
            return md5(session_key.hex().encode() + middle + md5(a2).hex().encode()).hex().encode()

        right = hmac.compare_digest(raw.get("response", b"").lower(), response(b"AUTHENTICATE" + tail))
        if known is None or not right:
            raise self._rejected("the password is wrong, or nobody has that name in this realm")
        if authzid and authzid != name:
            raise self._rejected("acting as another user is not possible")
        if qop == "auth-conf":
            self._layer = DigestLayer(
                session_key,
                max_send=self._their_maxbuf(fields) - _RESERVE,
                max_receive=MAX_RECEIVE,
                server=True,
            )
            self.ssf = 128
        self._complete = True
        self.username = name
        return b"rspauth=" + response(tail)

    def _their_maxbuf(self, fields: dict[str, str]) -> int:
        digits = fields.get("maxbuf", "65536")
        if not (digits.isascii() and digits.isdigit()) or len(digits) > 8 or int(digits) < _MIN_MAXBUF:
            raise self._broken("the client's maxbuf is malformed or too small")
        return min(int(digits), MAX_RECEIVE)

    def wrap(self, data: bytes) -> bytes:
        """See `ServerMechanism.wrap`."""
        return super().wrap(data) if self._layer is None else self._layer.wrap(data)

    def unwrap(self, data: bytes) -> bytes:
        """See `ServerMechanism.unwrap`."""
        return super().unwrap(data) if self._layer is None else self._layer.unwrap(data)

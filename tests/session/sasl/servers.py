"""Small SASL servers for tests, written from the RFCs and without any code of the client's."""

from __future__ import annotations

import base64
import hashlib
import hmac

__all__ = ["DigestServer", "ScramServer"]


class ScramServer:
    """The server's side of SCRAM (RFC 5802) for one user; what a test wants to go wrong is an argument.

    Attributes:
        accepted: the client proved that it knows the password.
        gs2_flag: the first letter of the client's first message.
    """

    def __init__(
        self,
        hash_name: str = "sha256",
        user: str = "user",
        password: bytes = b"pencil",
        *,
        salt: bytes = b"0123456789abcdef",
        iterations: int = 4096,
        nonce: str = "3rfcNHYJY1ZVvWVs7j",
        offers_binding: bool = False,
        channel_binding: bytes = b"",
    ) -> None:
        self.hash_name = hash_name
        self.user = user
        self.password = password
        self.salt = salt
        self.iterations = iterations
        self.nonce = nonce
        self.offers_binding = offers_binding
        self.channel_binding = channel_binding
        self.accepted = False
        self.gs2_flag = ""

    def first(self, message: bytes) -> bytes:
        """client-first-message to server-first-message."""
        flag, authzid, bare = message.split(b",", 2)
        self.gs2_flag = flag.decode()
        assert not (flag == b"y" and self.offers_binding), "the list of mechanisms was tampered with"
        self._gs2 = flag + b"," + authzid + b","
        self._client_first = bare
        name, nonce = bare.split(b",")
        assert name[:2] == b"n="
        assert name[2:].decode().replace("=2C", ",").replace("=3D", "=") == self.user
        self._whole_nonce = nonce[2:].decode() + self.nonce
        salt = base64.b64encode(self.salt).decode()
        self._server_first = f"r={self._whole_nonce},s={salt},i={self.iterations}".encode()
        return self._server_first

    def final(self, message: bytes) -> bytes:
        """client-final-message to server-final-message."""
        without, _, proof = message.rpartition(b",p=")
        binding, nonce = without.split(b",")
        assert base64.b64decode(binding[2:]) == self._gs2 + self.channel_binding
        assert nonce[2:].decode() == self._whole_nonce
        salted = hashlib.pbkdf2_hmac(self.hash_name, self.password, self.salt, self.iterations)
        text = b",".join((self._client_first, self._server_first, without))
        stored = hashlib.new(self.hash_name, self._mac(salted, b"Client Key")).digest()
        mask = self._mac(stored, text)
        key = bytes(a ^ b for a, b in zip(base64.b64decode(proof), mask, strict=True))
        self.accepted = hashlib.new(self.hash_name, key).digest() == stored
        if not self.accepted:
            return b"e=invalid-proof"
        return b"v=" + base64.b64encode(self._mac(self._mac(salted, b"Server Key"), text))

    def _mac(self, key: bytes, data: bytes) -> bytes:
        return hmac.new(key, data, self.hash_name).digest()


class DigestServer:
    """The server's side of DIGEST-MD5 (RFC 2831) for one user.

    Attributes:
        accepted: the client's response was right.
        session_key: H(A1), for the security layer.
        answer: the directives of the client's answer.
    """

    def __init__(
        self,
        user: str = "alice",
        realm: str = "lab.test",
        password: str = "correct horse",
        *,
        host: str = "hv1",
        challenge: bytes | None = None,
        nonce: str = "OA6MG9tEQGm2hh",
    ) -> None:
        self.user = user
        self.realm = realm
        self.password = password
        self.host = host
        self.nonce = nonce
        self.accepted = False
        self.session_key = b""
        self.answer: dict[str, str] = {}
        self.challenge = (
            challenge
            or (
                f'nonce="{nonce}",realm="{realm}",qop="auth-conf",cipher="rc4-56,rc4,3des",maxbuf=65536,'
                "charset=utf-8,algorithm=md5-sess"
            ).encode()
        )

    def final(self, message: bytes) -> bytes:
        """digest-response to response-auth."""
        fields = self.answer = _directives(message.decode())
        assert fields["nonce"] == self.nonce
        assert fields["nc"] == "00000001"
        assert fields["digest-uri"] == f"libvirt/{self.host}"
        secret = b":".join(
            _latin(text) for text in (fields["username"], fields.get("realm", ""), self.password)
        )
        a1 = _md5(secret) + f":{fields['nonce']}:{fields['cnonce']}".encode()
        if "authzid" in fields:
            a1 += b":" + fields["authzid"].encode()
        self.session_key = _md5(a1)
        tail = f":{fields['digest-uri']}" + (":" + "0" * 32 if fields["qop"] != "auth" else "")
        self.accepted = (
            fields["username"] == self.user
            and fields.get("realm", "") == self.realm
            and fields["response"] == self._response("AUTHENTICATE" + tail)
        )
        return b"rspauth=" + self._response(tail).encode() if self.accepted else b""

    def _response(self, a2: str) -> str:
        fields = self.answer
        middle = f"{fields['nonce']}:{fields['nc']}:{fields['cnonce']}:{fields['qop']}"
        return _md5(f"{self.session_key.hex()}:{middle}:{_md5(a2.encode()).hex()}".encode()).hex()


def _directives(text: str) -> dict[str, str]:
    """Read what the client writes: no commas outside of quoted strings, no blanks."""
    fields: dict[str, str] = {}
    while text:
        key, _, text = text.partition("=")
        value = ""
        if text.startswith('"'):
            position = 1
            while text[position] != '"':
                position += text[position] == "\\"
                value += text[position]
                position += 1
            text = text[position + 1 :]
            assert text[:1] in ("", ",")
            text = text[1:]
        else:
            value, _, text = text.partition(",")
        assert key not in fields
        fields[key] = value
    return fields


def _latin(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()

"""Which certificates are taken: a server's in a handshake, our own beforehand. Must-pass and must-fail."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.auth.certificates import CA, Authority, Leaf, Maker
from virtreach.auth.tls import InsecureTLSWarning, TLSMaterial
from virtreach.auth.tls_context import ClientContext
from virtreach.errors import CertificateError

HOST = "hv1.lab.test"
NAME = f"subjectAltName=DNS:{HOST}"
SERVER = "extendedKeyUsage=serverAuth"
CLIENT = "extendedKeyUsage=clientAuth"

pytestmark = pytest.mark.needs("openssl")


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return Maker(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def ca(maker: Maker) -> Authority:
    return maker.authority()


def serving(leaf: Leaf, *, chain: Path | None = None, **settings: object) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain or leaf.certificate, leaf.key)
    for name, value in settings.items():
        setattr(context, name, value)
    return context


def handshake(client: ssl.SSLContext, server: ssl.SSLContext, host: str = HOST) -> ssl.SSLObject:
    """Both ends in memory; gives the client's."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = client.wrap_bio(to_client, to_server, server_hostname=host)
    theirs = server.wrap_bio(to_server, to_client, server_side=True)
    done: set[ssl.SSLObject] = set()
    for _ in range(8):
        for end in (ours, theirs):
            if end not in done:
                with contextlib.suppress(ssl.SSLWantReadError):
                    end.do_handshake()
                    done.add(end)
        if len(done) == 2:
            return ours
    raise AssertionError("no end of the handshake")


def context(authority: Path, **options: object) -> ClientContext:
    return TLSMaterial(ca=str(authority)).context(**options)  # type: ignore[arg-type]


class TestServerMustPass:
    @pytest.mark.parametrize(
        "extensions",
        [
            (NAME,),
            (NAME, SERVER),
            (NAME, "extendedKeyUsage=critical,serverAuth"),
            (NAME, "extendedKeyUsage=serverAuth,clientAuth"),
            (NAME, "extendedKeyUsage=clientAuth,serverAuth,1.2.3.4"),
            (NAME, SERVER, "keyUsage=critical,digitalSignature"),
            (NAME, SERVER, "keyUsage=digitalSignature,keyEncipherment"),
            (NAME, SERVER, "keyUsage=critical,digitalSignature,keyAgreement,nonRepudiation"),
            (NAME, SERVER, "basicConstraints=critical,CA:FALSE"),
            ("subjectAltName=DNS:other,DNS:hv1.lab.test,IP:192.0.2.1",),
            ("subjectAltName=DNS:HV1.Lab.Test",),
            ("subjectAltName=DNS:*.lab.test",),
            ("subjectAltName=critical,DNS:hv1.lab.test",),
        ],
    )
    def test_usages_and_names(self, maker: Maker, ca: Authority, extensions: tuple[str, ...]) -> None:
        handshake(context(ca.certificate), serving(maker.leaf(ca, *extensions)))

    @pytest.mark.parametrize(
        ("san", "host"),
        [
            ("IP:192.0.2.1", "192.0.2.1"),
            ("IP:2001:db8::1", "2001:db8::1"),
            ("IP:2001:db8::1", "2001:DB8:0::0:1"),
        ],
    )
    def test_addresses(self, maker: Maker, ca: Authority, san: str, host: str) -> None:
        handshake(context(ca.certificate), serving(maker.leaf(ca, f"subjectAltName={san}")), host)

    def test_without_key_identifiers(self, maker: Maker) -> None:
        plain = maker.authority("Plain CA", key_ids=False)
        handshake(context(plain.certificate), serving(maker.leaf(plain, NAME, SERVER, key_ids=False)))

    def test_rsa(self, maker: Maker, ca: Authority, tmp_path: Path) -> None:
        key = tmp_path / "rsa.key"
        subprocess.run(
            ["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", str(key)],
            check=True,
            capture_output=True,
        )
        certificate = maker._certify("rsa", key, ca, (NAME, SERVER), (-1, 30), True)
        handshake(context(ca.certificate), serving(Leaf(certificate, key)))

    def test_chain_of_three_sent_by_the_server(self, maker: Maker, ca: Authority) -> None:
        level1 = maker.authority("Level 1", key="level1", by=ca)
        level2 = maker.authority("Level 2", key="level2", by=level1)
        leaf = maker.server(level2)
        chain = maker.bundle(leaf.certificate, level2.certificate, level1.certificate)
        handshake(context(ca.certificate), serving(leaf, chain=chain))

    def test_chain_of_three_in_our_file(self, maker: Maker, ca: Authority) -> None:
        level1 = maker.authority("Level 1", key="level1", by=ca)
        level2 = maker.authority("Level 2", key="level2", by=level1)
        bundle = maker.bundle(ca.certificate, level1.certificate, level2.certificate)
        handshake(context(bundle), serving(maker.server(level2)))

    def test_intermediate_authority_alone_in_our_file(self, maker: Maker, ca: Authority) -> None:
        level1 = maker.authority("Level 1", key="level1", by=ca)
        handshake(context(level1.certificate), serving(maker.server(level1)))

    def test_old_and_new_authority_in_one_file(self, maker: Maker, ca: Authority) -> None:
        old = maker.authority("Old CA", key="old", days=(-100, -1))
        handshake(context(maker.bundle(old.certificate, ca.certificate)), serving(maker.server(ca)))

    def test_text_around_the_certificates(self, maker: Maker, ca: Authority, tmp_path: Path) -> None:
        path = tmp_path / "cacert.pem"
        path.write_bytes(b"Certificate:\n  Subject: \xfcber\n" + ca.certificate.read_bytes() + b"# end\n")
        handshake(context(path), serving(maker.server(ca)))

    def test_not_revoked(self, maker: Maker, ca: Authority) -> None:
        revoked, good = maker.server(ca), maker.server(ca)
        material = TLSMaterial(ca=str(ca.certificate), crl=str(maker.revocations(ca, revoked)))
        handshake(material.context(), serving(good))

    def test_tls_1_2_and_1_3(self, maker: Maker, ca: Authority) -> None:
        leaf = maker.server(ca)
        for version, name in ((ssl.TLSVersion.TLSv1_2, "TLSv1.2"), (ssl.TLSVersion.TLSv1_3, "TLSv1.3")):
            server = serving(leaf, minimum_version=version, maximum_version=version)
            assert handshake(context(ca.certificate), server).version() == name


class TestServerMustFail:
    """Every one of these must end the handshake on our side."""

    def refused(self, client: ClientContext, server: ssl.SSLContext, host: str = HOST) -> str:
        with pytest.raises(ssl.SSLCertVerificationError) as caught:
            handshake(client, server, host)
        return caught.value.verify_message

    @pytest.mark.parametrize(
        ("extensions", "why"),
        [
            # libvirt takes the ones that are not marked critical, and unknown purposes always.
            ((NAME, "extendedKeyUsage=critical,clientAuth"), "purpose"),
            ((NAME, CLIENT), "purpose"),
            ((NAME, "extendedKeyUsage=critical,codeSigning"), "purpose"),
            ((NAME, "extendedKeyUsage=codeSigning"), "purpose"),
            ((NAME, "extendedKeyUsage=emailProtection,timeStamping,OCSPSigning"), "purpose"),
            ((NAME, "extendedKeyUsage=1.2.3.4"), "purpose"),
            ((NAME, "extendedKeyUsage=anyExtendedKeyUsage"), "purpose"),
            ((NAME, "extendedKeyUsage=msSGC"), "extended key usage"),
            ((NAME, "extendedKeyUsage=nsSGC"), "extended key usage"),
            ((NAME, SERVER, "keyUsage=critical,keyCertSign"), "purpose"),
            ((NAME, SERVER, "keyUsage=keyCertSign"), "purpose"),
            ((NAME, SERVER, "keyUsage=nonRepudiation"), "purpose"),
            ((NAME, SERVER, "keyUsage=critical,keyEncipherment"), "key usage"),
            ((NAME, SERVER, "keyUsage=keyAgreement"), "key usage"),
            ((NAME, SERVER, *CA), "purpose|CA"),
            ((NAME, SERVER, "basicConstraints=CA:TRUE"), "CA"),
            ((NAME, SERVER, "1.2.3.4=critical,ASN1:UTF8:x"), "critical"),
        ],
    )
    def test_usages(self, maker: Maker, ca: Authority, extensions: tuple[str, ...], why: str) -> None:
        import re

        said = self.refused(context(ca.certificate), serving(maker.leaf(ca, *extensions)))
        assert re.search(why, said), said

    @pytest.mark.parametrize(
        ("san", "host"),
        [
            ("DNS:hv2.lab.test", HOST),
            ("DNS:lab.test", HOST),
            ("DNS:hv1", HOST),
            ("DNS:hv1.lab.test", "hv1"),
            ("DNS:hv1.lab.test.evil.test", HOST),
            ("DNS:*.lab.test", "a.b.lab.test"),
            ("DNS:*.lab.test", "lab.test"),
            ("DNS:hv*.lab.test", HOST),
            ("DNS:*v1.lab.test", HOST),
            ("DNS:*", "localhost"),
            ("DNS:*.*.test", HOST),
            ("DNS:192.0.2.1", "192.0.2.1"),
            ("DNS:*.0.2.1", "192.0.2.1"),
            ("IP:192.0.2.2", "192.0.2.1"),
            ("IP:192.0.2.1", HOST),
            ("IP:2001:db8::2", "2001:db8::1"),
            ("IP:192.0.2.1", "::ffff:192.0.2.1"),
            ("email:root@hv1.lab.test", HOST),
            ("URI:https://hv1.lab.test", HOST),
        ],
    )
    def test_names(self, maker: Maker, ca: Authority, san: str, host: str) -> None:
        leaf = maker.leaf(ca, f"subjectAltName={san}", SERVER)
        assert "mismatch" in self.refused(context(ca.certificate), serving(leaf), host)

    def test_common_name_does_not_count(self, maker: Maker, ca: Authority) -> None:
        for leaf in (maker.leaf(ca, SERVER, name=HOST), maker.leaf(ca, SERVER, CN_SAN, name=HOST)):
            assert "mismatch" in self.refused(context(ca.certificate), serving(leaf))

    def test_times(self, maker: Maker, ca: Authority) -> None:
        assert "expired" in self.refused(context(ca.certificate), serving(maker.server(ca, days=(-10, -1))))
        assert "not yet" in self.refused(context(ca.certificate), serving(maker.server(ca, days=(1, 10))))

    def test_foreign_authorities(self, maker: Maker, ca: Authority) -> None:
        for foreign in (
            maker.authority("Foreign CA", key="foreign"),
            maker.authority(key="foreign"),
            maker.authority(key="foreign", key_ids=False),
        ):
            self.refused(context(ca.certificate), serving(maker.server(foreign)))
        without = maker.leaf(maker.authority(key="foreign", key_ids=False), NAME, SERVER, key_ids=False)
        self.refused(context(ca.certificate), serving(without))

    def test_self_signed(self, maker: Maker, ca: Authority) -> None:
        self.refused(context(ca.certificate), serving(maker.leaf(None, NAME, SERVER)))

    def test_well_known_authorities_do_not_count(self) -> None:
        assert TLSMaterial(ca=None).ca is None
        with pytest.raises(CertificateError):
            TLSMaterial.find(pkipath="/nonexistent")

    def test_missing_intermediate(self, maker: Maker, ca: Authority) -> None:
        level1 = maker.authority("Level 1", key="level1", by=ca)
        self.refused(context(ca.certificate), serving(maker.server(level1)))

    @pytest.mark.parametrize(
        ("extensions", "days"),
        [
            (("basicConstraints=critical,CA:FALSE",), (-1, 30)),
            ((), (-1, 30)),
            (("basicConstraints=critical,CA:TRUE", "keyUsage=critical,digitalSignature"), (-1, 30)),
            (("basicConstraints=critical,CA:TRUE", CLIENT), (-1, 30)),
            (CA, (-10, -1)),
            (CA, (1, 10)),
        ],
    )
    def test_bad_intermediate(
        self, maker: Maker, ca: Authority, extensions: tuple[str, ...], days: tuple[float, float]
    ) -> None:
        level1 = maker.authority("Bad level", key="level1", by=ca, extensions=extensions, days=days)
        leaf = maker.server(level1)
        chain = maker.bundle(leaf.certificate, level1.certificate)
        self.refused(context(ca.certificate), serving(leaf, chain=chain))

    def test_path_too_long(self, maker: Maker) -> None:
        short = maker.authority("Short CA", extensions=("basicConstraints=critical,CA:TRUE,pathlen:0", CA[1]))
        level1 = maker.authority("Level 1", key="level1", by=short)
        leaf = maker.server(level1)
        chain = maker.bundle(leaf.certificate, level1.certificate)
        self.refused(context(short.certificate), serving(leaf, chain=chain))

    def test_revoked(self, maker: Maker, ca: Authority) -> None:
        revoked = maker.server(ca)
        material = TLSMaterial(ca=str(ca.certificate), crl=str(maker.revocations(ca, revoked)))
        assert "revoked" in self.refused(material.context(), serving(revoked))

    def test_revoked_intermediate(self, maker: Maker, ca: Authority) -> None:
        level1 = maker.authority("Level 1", key="level1", by=ca)
        leaf = maker.server(level1)
        lists = maker.bundle(
            maker.revocations(ca, Leaf(level1.certificate, level1.key)), maker.revocations(level1)
        )
        bundle = maker.bundle(ca.certificate, level1.certificate)
        assert "revoked" in self.refused(TLSMaterial(ca=str(bundle), crl=str(lists)).context(), serving(leaf))

    def test_revocation_list_of_another_or_too_old(self, maker: Maker, ca: Authority) -> None:
        foreign = maker.authority("Foreign CA", key="foreign")
        server = serving(maker.server(ca))
        for lists in (maker.revocations(foreign), maker.revocations(ca, days=-1)):
            self.refused(TLSMaterial(ca=str(ca.certificate), crl=str(lists)).context(), server)

    def test_server_without_certificate_or_with_old_tls(self, maker: Maker, ca: Authority) -> None:
        old = serving(maker.server(ca))
        with pytest.warns(DeprecationWarning, match="TLSv1_1"):
            old.maximum_version = ssl.TLSVersion.TLSv1_1
        with pytest.raises(ssl.SSLError):
            handshake(context(ca.certificate), old)


CN_SAN = "subjectAltName=DNS:www.lab.test"


class TestNoVerify:
    def test_takes_everything_and_warns(self, maker: Maker, ca: Authority) -> None:
        foreign = maker.leaf(maker.authority("Foreign CA", key="foreign"), CLIENT, days=(-10, -1))
        for material in (TLSMaterial(ca=str(ca.certificate)), TLSMaterial(ca=None)):
            with pytest.warns(InsecureTLSWarning):
                client = material.context(no_verify=True)
            handshake(client, serving(foreign))

    def test_still_refuses_our_own_bad_certificate(self, maker: Maker, ca: Authority) -> None:
        own = maker.leaf(ca, CLIENT, days=(-10, -1))
        material = TLSMaterial(ca=str(ca.certificate), certificate=str(own.certificate), key=str(own.key))
        with pytest.warns(InsecureTLSWarning), pytest.raises(CertificateError, match="expired"):
            material.context(no_verify=True)


@contextlib.contextmanager
def listening(server: ssl.SSLContext) -> Iterator[int]:
    """A server on a socket that shakes one hand."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            raw, _ = listener.accept()
            with contextlib.suppress(OSError), server.wrap_socket(raw, server_side=True) as stream:
                stream.recv(1)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            thread.join(10)


class TestCheckCannotBeForgotten:
    """The usages are looked at in every way to shake hands."""

    @pytest.fixture
    def wrong(self, maker: Maker, ca: Authority) -> Leaf:
        return maker.leaf(ca, NAME, SERVER, "keyUsage=keyEncipherment,keyAgreement")

    def test_blocking(self, ca: Authority, wrong: Leaf) -> None:
        with listening(serving(wrong)) as port, socket.create_connection(("127.0.0.1", port)) as raw:
            with pytest.raises(ssl.SSLCertVerificationError, match="key usage"):
                context(ca.certificate).wrap_socket(raw, server_hostname=HOST)

    def test_blocking_by_hand(self, ca: Authority, wrong: Leaf) -> None:
        with listening(serving(wrong)) as port, socket.create_connection(("127.0.0.1", port)) as raw:
            stream = context(ca.certificate).wrap_socket(
                raw, server_hostname=HOST, do_handshake_on_connect=False
            )
            with stream, pytest.raises(ssl.SSLCertVerificationError, match="key usage"):
                stream.do_handshake()

    async def test_asyncio(self, ca: Authority, wrong: Leaf) -> None:
        with listening(serving(wrong)) as port:
            with pytest.raises(ssl.SSLCertVerificationError, match="key usage"):
                await asyncio.open_connection(
                    "127.0.0.1", port, ssl=context(ca.certificate), server_hostname=HOST
                )

    async def test_asyncio_passes_a_good_one(self, maker: Maker, ca: Authority) -> None:
        with listening(serving(maker.server(ca))) as port:
            _, writer = await asyncio.open_connection(
                "127.0.0.1", port, ssl=context(ca.certificate), server_hostname=HOST
            )
            writer.write(b"x")
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def test_blocking_passes_a_good_one(self, maker: Maker, ca: Authority) -> None:
        with (
            listening(serving(maker.server(ca))) as port,
            socket.create_connection(("127.0.0.1", port)) as raw,
        ):
            with context(ca.certificate).wrap_socket(raw, server_hostname=HOST) as stream:
                stream.send(b"x")


class TestPriority:
    def test_versions(self, maker: Maker, ca: Authority) -> None:
        server = serving(maker.server(ca))
        for priority, version in (
            ("NORMAL", "TLSv1.3"),
            ("NORMAL:-VERS-TLS1.3", "TLSv1.2"),
            ("SECURE256:-VERS-ALL:+VERS-TLS1.2", "TLSv1.2"),
            ("PFS:-VERS-TLS1.2", "TLSv1.3"),
        ):
            assert handshake(context(ca.certificate, tls_priority=priority), server).version() == version

    @pytest.mark.parametrize("priority", ["SECURE192", "SECURE256"])
    def test_bits(self, maker: Maker, ca: Authority, priority: str) -> None:
        leaf = maker.server(ca)
        cipher = handshake(context(ca.certificate, tls_priority=priority), serving(leaf)).cipher()
        assert cipher is not None
        assert cipher[2] == 256
        weak = serving(leaf, maximum_version=ssl.TLSVersion.TLSv1_2)
        weak.set_ciphers("ECDHE+AES128")
        with pytest.raises(ssl.SSLError):
            handshake(context(ca.certificate, tls_priority=priority), weak)

    def test_bits_of_tls_1_3(self, maker: Maker, ca: Authority) -> None:
        client = context(ca.certificate)
        client.min_bits = 257
        with pytest.raises(ssl.SSLCertVerificationError, match="257 bits"):
            handshake(client, serving(maker.server(ca)))

    def test_forward_secrecy(self, maker: Maker, ca: Authority) -> None:
        names = [cipher["name"] for cipher in context(ca.certificate, tls_priority="PFS").get_ciphers()]
        assert names
        assert all(name.startswith(("ECDHE-", "DHE-", "TLS_")) for name in names)


class TestOwnCertificate:
    """What is found before any server sees it."""

    def material(self, own: Leaf, authority: Path) -> TLSMaterial:
        return TLSMaterial(ca=str(authority), certificate=str(own.certificate), key=str(own.key))

    @pytest.mark.parametrize(
        "extensions",
        [
            (),
            (CLIENT,),
            ("extendedKeyUsage=critical,clientAuth",),
            ("extendedKeyUsage=serverAuth,clientAuth",),
            (CLIENT, "keyUsage=critical,digitalSignature"),
            (CLIENT, "keyUsage=digitalSignature,keyEncipherment", "basicConstraints=CA:FALSE"),
        ],
    )
    def test_must_pass(self, maker: Maker, ca: Authority, extensions: tuple[str, ...]) -> None:
        own = maker.leaf(ca, *extensions)
        material = self.material(own, ca.certificate)
        assert material.diagnose() == ""
        server = serving(maker.server(ca), verify_mode=ssl.CERT_REQUIRED)
        server.load_verify_locations(str(ca.certificate))
        handshake(material.context(), server)

    @pytest.mark.parametrize(
        ("extensions", "days", "why"),
        [
            ((CLIENT,), (-10, -1), "expired"),
            ((CLIENT,), (1, 10), "not valid before"),
            ((SERVER,), (-1, 30), "TLS client"),
            (("extendedKeyUsage=critical,serverAuth",), (-1, 30), "TLS client"),
            (("extendedKeyUsage=critical,codeSigning",), (-1, 30), "TLS client"),
            (("extendedKeyUsage=codeSigning",), (-1, 30), "TLS client"),
            (("extendedKeyUsage=anyExtendedKeyUsage",), (-1, 30), "TLS client"),
            ((CLIENT, "keyUsage=keyCertSign"), (-1, 30), "digital signatures"),
            ((CLIENT, "keyUsage=critical,keyEncipherment"), (-1, 30), "digital signatures"),
            ((CLIENT, *CA), (-1, 30), "CA"),
        ],
    )
    def test_must_fail(
        self, maker: Maker, ca: Authority, extensions: tuple[str, ...], days: tuple[float, float], why: str
    ) -> None:
        material = self.material(maker.leaf(ca, *extensions, days=days), ca.certificate)
        with pytest.raises(CertificateError, match=why) as caught:
            material.context()
        assert "no_sanity" in str(caught.value)
        assert caught.value.step == "tls"
        assert material.diagnose() != ""
        assert isinstance(material.context(no_sanity=True), ClientContext)

    @pytest.mark.parametrize("key_ids", [True, False])
    @pytest.mark.parametrize("name", ["Foreign CA", "Test CA"])
    def test_foreign(self, maker: Maker, ca: Authority, name: str, key_ids: bool) -> None:
        foreign = maker.authority(name, key="foreign", key_ids=key_ids)
        material = self.material(maker.leaf(foreign, CLIENT, key_ids=key_ids), ca.certificate)
        with pytest.raises(CertificateError, match="would not be accepted"):
            material.context()
        assert material.diagnose() != ""
        material.context(no_sanity=True)

    def test_without_key_identifiers(self, maker: Maker) -> None:
        plain = maker.authority("Plain CA", key_ids=False)
        self.material(maker.leaf(plain, CLIENT, key_ids=False), plain.certificate).context()

    def test_chains(self, maker: Maker, ca: Authority) -> None:
        level1 = maker.authority("Level 1", key="level1", by=ca)
        level2 = maker.authority("Level 2", key="level2", by=level1)
        own = maker.leaf(level2, CLIENT)
        whole = maker.bundle(own.certificate, level2.certificate, level1.certificate)
        all_authorities = maker.bundle(ca.certificate, level1.certificate, level2.certificate)
        self.material(Leaf(whole, own.key), ca.certificate).context()
        self.material(own, all_authorities).context()
        self.material(own, level2.certificate).context()
        with pytest.raises(CertificateError):
            self.material(own, ca.certificate).context()

    def test_of_another_key(self, maker: Maker, ca: Authority) -> None:
        own = maker.leaf(ca, CLIENT)
        with pytest.raises(CertificateError, match="does not belong to"):
            self.material(Leaf(own.certificate, maker.key("another")), ca.certificate).context()

    def test_passphrase(self, maker: Maker, ca: Authority, tmp_path: Path) -> None:
        own = maker.leaf(ca, CLIENT)
        locked = tmp_path / "locked.key"
        subprocess.run(
            ["openssl", "ec", "-in", str(own.key), "-aes256", "-passout", "pass:x", "-out", str(locked)],
            check=True,
            capture_output=True,
        )
        with pytest.raises(CertificateError, match="passphrase"):
            self.material(Leaf(own.certificate, locked), ca.certificate).context()

    def test_files_that_are_none(self, maker: Maker, ca: Authority, tmp_path: Path) -> None:
        own = maker.leaf(ca, CLIENT)
        empty = tmp_path / "empty.pem"
        empty.touch()
        cut = tmp_path / "cut.pem"
        cut.write_text(own.certificate.read_text()[:200])
        garbage = tmp_path / "garbage.pem"
        garbage.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        large = tmp_path / "large.pem"
        large.write_bytes(bytes((1 << 20) + 1))
        for bad in (empty, cut, garbage, large, tmp_path / "missing", tmp_path):
            with pytest.raises(CertificateError):
                self.material(Leaf(bad, own.key), ca.certificate).context()
            with pytest.raises(CertificateError):
                self.material(own, bad).context()
            with pytest.raises(CertificateError):
                TLSMaterial(ca=str(ca.certificate), crl=str(bad)).context()
            with pytest.raises(CertificateError):
                self.material(Leaf(own.certificate, bad), ca.certificate).context()

    def test_none(self, ca: Authority) -> None:
        assert "no certificate" in TLSMaterial(ca=str(ca.certificate)).diagnose()


class TestAuthority:
    @pytest.mark.parametrize(
        ("extensions", "days", "why"),
        [
            ((), (-1, 30), "no basic constraints"),
            (("keyUsage=keyCertSign",), (-1, 30), "no basic constraints"),
            (("basicConstraints=CA:FALSE",), (-1, 30), "do not say"),
            (("basicConstraints=critical,CA:FALSE", "keyUsage=keyCertSign"), (-1, 30), "do not say"),
            (("basicConstraints=CA:TRUE", "keyUsage=digitalSignature"), (-1, 30), "signing certificates"),
            (
                ("basicConstraints=CA:TRUE", "keyUsage=critical,keyEncipherment"),
                (-1, 30),
                "signing certificates",
            ),
            (CA, (-10, -1), "expired"),
            (CA, (1, 10), "not valid before"),
        ],
    )
    def test_must_fail(
        self, maker: Maker, extensions: tuple[str, ...], days: tuple[float, float], why: str
    ) -> None:
        bad = maker.authority(extensions=extensions, days=days)
        with pytest.raises(CertificateError, match=why):
            context(bad.certificate)

    @pytest.mark.parametrize(
        "extensions",
        [CA, ("basicConstraints=CA:TRUE",), ("basicConstraints=critical,CA:TRUE", "keyUsage=keyCertSign")],
    )
    def test_must_pass(self, maker: Maker, extensions: tuple[str, ...]) -> None:
        good = maker.authority(extensions=extensions)
        handshake(context(good.certificate), serving(maker.server(good)))

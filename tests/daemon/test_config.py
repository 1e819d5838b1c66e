"""The configuration: the table, what is refused and where, and what a file comes out as."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from virtreach.conf.document import ConfDocument
from virtreach.daemon.config.keys import ELSEWHERE, GROUPS, KEYS
from virtreach.daemon.config.sample import sample
from virtreach.daemon.config.settings import Settings
from virtreach.errors import ConfigError


def test_the_table_is_whole() -> None:
    names = [key.name for key in KEYS]
    assert len(names) == len(set(names))
    assert set(names) == {name for name in Settings.__annotations__ if not name.startswith("_")}
    assert {key.group for key in KEYS} == set(GROUPS)
    assert not set(names) & set(ELSEWHERE)
    for key in KEYS:
        assert key.doc.endswith(".")
        assert key.default is None or key.check(key.default) == ""


def test_the_sample_says_the_defaults() -> None:
    text = sample()
    uncommented = "\n".join(
        line[1:] if line[:1] == "#" and line[1:2].isalpha() else "" for line in text.splitlines()
    )
    document = ConfDocument(uncommented)
    assert {entry.name for entry in document.entries} == {key.name for key in KEYS}
    for key in KEYS:
        if key.default is not None:
            assert document.get(key.name) == key.default
    assert ConfDocument(text).entries == []
    assert all(len(line) <= 120 for line in text.splitlines())


def test_the_page_has_the_sample() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/virtreachd-conf.md").read_text()
    assert f"```\n{sample()}```\n" in page


def test_the_effective_configuration_says_the_same_again() -> None:
    settings = Settings(
        ConfDocument('tls_port = 17000\nunix_sock_rw_perms = "0770"\ntls_allowed_dn_list = ["O=*"]\n')
    )
    again = Settings(ConfDocument(settings.effective()))
    assert again.effective() == settings.effective()
    assert (again.tls_port, again.unix_sock_rw_perms, again.tls_allowed_dn_list) == (17000, 0o770, ["O=*"])
    assert again.sasl_allowed_username_list is None


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("max_client = 5", 1, "did you mean max_clients?"),
        ("\nxyzzy = 5", 2, "there is no key xyzzy"),
        ("min_workers = 5", 1, "virtreachd does not have min_workers"),
        ("listen_tls = 2", 1, "0 or 1"),
        ('listen_tls = "1"', 1, "0 or 1"),
        ('max_clients = "many"', 1, "whole number"),
        ("max_clients = 0", 1, "between 1 and"),
        ("tls_port = 70000", 1, "port"),
        ('tls_port = "http"', 1, "port"),
        ('unix_sock_ro_perms = "rwx"', 1, "permissions"),
        ('unix_sock_ro_perms = "7777"', 1, "permissions"),
        ('unix_sock_dir = "run"', 1, "absolute"),
        ('auth_tls = "polkit"', 1, "users of this machine"),
        ('auth_tcp = "maybe"', 1, "none, sasl"),
        ('auth_tls = "sasl"', 1, "users_file"),
        ('sasl_mechanisms = ["CRAM-MD5"]', 1, "unknown: CRAM-MD5"),
        ("sasl_mechanisms = [1]", 1, "list of texts"),
        ("tcp_min_ssf = 56", 1, "112"),
        ("auth_timeout = 0", 1, "between"),
        ('tls_priority = "ROT13"', 1, "tls_priority"),
        ('host_uuid = "00000000-0000-0000-0000-000000000000"', 1, "UUID"),
        ('users_file = "/x"\nlisten_tcp = 1', 2, "DIGEST-MD5"),
        ("log_level = 1\nlog_level = 2", 2, "line 1 already"),
        ("log_level = ", 1, ""),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = tmp_path / "virtreachd.conf"
    path.write_text(text + "\n")
    with pytest.raises(ConfigError) as caught:
        Settings.load(str(path))
    assert caught.value.line == line
    assert says in str(caught.value)
    assert str(caught.value).startswith(f"{path}:{line}: ")


LIBVIRTD = """
listen_tls listen_tcp tls_port tcp_port listen_addr unix_sock_group unix_sock_rw_perms unix_sock_ro_perms
unix_sock_admin_perms unix_sock_dir auth_unix_rw auth_unix_ro auth_tcp auth_tls tcp_min_ssf access_drivers key_file
cert_file ca_file crl_file tls_no_sanity_certificate tls_no_verify_certificate tls_allowed_dn_list tls_priority
sasl_allowed_username_list min_workers max_workers prio_workers max_clients max_queued_clients max_anonymous_clients
max_client_requests admin_min_workers admin_max_workers admin_max_clients admin_max_queued_clients
admin_max_client_requests keepalive_interval keepalive_count admin_keepalive_interval admin_keepalive_count log_level
log_filters log_outputs audit_level audit_logging host_uuid host_uuid_source ovs_timeout
""".split()


def test_each_of_libvirtds_49_keys_works_or_is_refused_with_a_reason() -> None:
    """The keys of libvirt 11.3.0, ``src/remote/libvirtd.conf.in``."""
    assert len(LIBVIRTD) == 49
    names = {key.name for key in KEYS}
    for name in LIBVIRTD:
        assert (name in names) != (name in ELSEWHERE), name
    for name, reason in ELSEWHERE.items():
        with pytest.raises(ConfigError, match=f"virtreachd does not have {name}: {re.escape(reason)}"):
            Settings(ConfDocument(f"{name} = 1\n"))


def test_the_directory_of_sockets() -> None:
    expected = "/run/virtreach" if os.geteuid() == 0 else "/x/virtreach"
    assert Settings(environment={"XDG_RUNTIME_DIR": "/x"}).unix_sock_dir == expected

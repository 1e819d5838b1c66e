"""What ssh says of host keys, as errors that name whose key it is."""

from __future__ import annotations

import pytest

from virtreach.errors import ServerNotAuthentic
from virtreach.files.answers import ssh_failure

FAILED = "Host key verification failed.\r\nConnection closed by UNKNOWN port 65535\r\n"
FINGERPRINT = "SHA256:7IW1LvJ9kFtY1xONLXQHWN2zDYx/pU5EWLIdWqgMQ+8"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (
            f"No ED25519 host key is known for gate and you have requested strict checking.\r\n{FAILED}",
            "n1: no host key is known for gate; compare its fingerprint on that machine itself, then put the key into "
            "known_hosts",
        ),
        (
            "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\r\nThe fingerprint for the ED25519 key sent by the "
            f"remote host is\r\n{FINGERPRINT}.\r\nHost key for [10.0.0.1]:22 has changed and you have requested "
            f"strict checking.\r\n{FAILED}",
            f"n1: the host key of [10.0.0.1]:22 ({FINGERPRINT}) is not the known one: it was rebuilt, or somebody "
            "stands between; compare the fingerprint on that machine itself, then replace the key in known_hosts",
        ),
        (
            f"The ED25519 host key for n1.example is marked as revoked.\r\n{FAILED}",
            "n1: the host key of n1.example is marked as revoked",
        ),
    ],
)
def test_host_keys(said: str, text: str) -> None:
    error = ssh_failure(said, host="n1", connecting=True)
    assert isinstance(error, ServerNotAuthentic)
    assert str(error) == text

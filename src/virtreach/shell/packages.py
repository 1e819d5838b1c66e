"""Packages by the machine's own package manager: apt, dnf, yum, zypper, apk, pacman; whichever is there.

Nothing is asked, configuration files that were changed stay as they are, and another one's lock is waited for. A
package's name is checked here, so that none is an option, a file or a URL.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from virtreach.errors import UsageError
from virtreach.errors.shell import PackagesNotInstalled
from virtreach.errors.text import printable
from virtreach.shell.result import hide_password

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from virtreach.shell.base import Remote
    from virtreach.shell.result import Privileges, Result

__all__ = ["LOCK_WAIT", "TIMEOUT", "install", "update"]

LOCK_WAIT = 300
"""Seconds to wait while another one holds the package manager's lock."""
TIMEOUT = 1800.0
"""Seconds for all of it, unless told otherwise."""

# A name, and for apt, dnf and the like an architecture (libc6:i386, glibc.i686) or a version (name=1.2-3).
# At the end, '-' would have apt remove it.
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9+._:~=-]*[A-Za-z0-9+~])?", re.ASCII)
_SAID = 2000

# $1: install or update, $2: seconds to wait for a lock; then names. 69: no manager; 75: locked.
_SCRIPT = """\
export LC_ALL=C DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none NEEDRESTART_MODE=l
act=$1 wait=$2; shift 2
has() { command -v "$1" >/dev/null 2>&1; }
# $1: what a lock's holder makes the manager say; then its command.
patiently() {
  said=$1; shift
  while :; do
    { text=$("$@" 2>&1 >&3 3>&-); status=$?; } 3>&1
    printf '%s\\n' "$text" >&2
    [ $status -ne 0 ] || return 0
    case $text in *"$said"*|*'Unable to acquire'*) ;; *) return $status;; esac
    [ "$wait" -gt 0 ] || return 75
    wait=$((wait - 2)); sleep 2
  done
}
apt() { patiently 'Could not get lock' apt-get -q -y -o Dpkg::Options::=--force-confdef \\
  -o Dpkg::Options::=--force-confold "$@"; }
# A name with '.' or '+' that there is not, apt takes for a pattern (apt-pkg/cacheset.cc, FromRegEx).
exact() {
  for name in "$@"; do
    name=${name%%[=:]*}
    case $name in *[.+]*) ;; *) continue;; esac
    apt-cache pkgnames -- "$name" | grep -Fqx -- "$name" ||
      { echo "E: Unable to locate package $name" >&2; return 100; }
  done
}
if has apt-get; then
  case $act in
    update) apt update -o APT::Update::Error-Mode=any;;
    *) exact "$@" && apt install --no-remove -- "$@";;
  esac
elif has dnf; then
  case $act in update) dnf -y makecache;; *) dnf -y install -- "$@";; esac
elif has yum; then
  case $act in update) yum -y makecache;; *) yum -y install -- "$@";; esac
elif has zypper; then
  export ZYPP_LOCK_TIMEOUT="$wait"
  case $act in update) zypper -n refresh;; *) zypper -n install --auto-agree-with-licenses -- "$@";; esac
elif has apk; then
  case $act in update) apk --wait "$wait" update;; *) apk --wait "$wait" add -- "$@";; esac
elif has pacman; then
  case $act in
    update) patiently 'unable to lock database' pacman -Sy --noconfirm --noprogressbar;;
    *) patiently 'unable to lock database' pacman -S --needed --noconfirm --noprogressbar -- "$@";;
  esac
else
  exit 69
fi
"""


async def install(remote: Remote, names: Sequence[str], **privileges: Unpack[Privileges]) -> Result:
    """Install packages; those that are there already stay as they are, or become newer, as the manager has it.

    Args:
        remote: the machine.
        names: their names, with what the machine's manager allows behind: ``name=version``, ``name:architecture``.
        privileges: as whom, and for how long (`TIMEOUT` unless given).

    Raises:
        UsageError: no names, or one that is none.
        PackagesNotInstalled: the manager said no, none is there, or another one held its lock for too long.
        CommandTimeout, CommandOutcomeUnknown: some may be installed.
    """
    hide_password(privileges)
    if not names:
        raise UsageError("which packages?")
    for name in names:
        if not _NAME.fullmatch(name):
            raise UsageError(f"{printable(name)!r} is no package's name")
    return await _manage(remote, "install", names, privileges)


async def update(remote: Remote, **privileges: Unpack[Privileges]) -> Result:
    """Have the repositories' lists read anew; nothing is installed.

    Raises:
        PackagesNotInstalled: as by `install`.
    """
    hide_password(privileges)
    return await _manage(remote, "update", (), privileges)


async def _manage(remote: Remote, act: str, names: Sequence[str], privileges: Privileges) -> Result:
    asked = dict(privileges)
    timeout = privileges.get("timeout") or TIMEOUT
    wait = min(LOCK_WAIT, int(timeout / 2))
    asked["timeout"] = timeout
    done = await remote.run_script(_SCRIPT, act, str(wait), *names, **asked)  # type: ignore[arg-type]
    if done.status == 0:
        return done
    if done.status == 69:
        raise PackagesNotInstalled("there is no package manager that is known here", label=remote.label)
    said = printable((done.stderr.strip() or done.stdout.strip())[-_SAID:].decode("utf-8", "replace"))
    if done.status == 75:
        said = f"another one held the lock for {wait} seconds: {said}"
    raise PackagesNotInstalled(f"the package manager {done.how}: {said}", label=remote.label)

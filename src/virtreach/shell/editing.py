"""Files of a machine by its shell: read, written, edited. Names are bytes and taken literally.

A written file appears whole or not at all: it comes under a private name beside its target, its size is looked at, it
gets the target's mode and owner (or those asked for), and is renamed. A link that is cut in the middle leaves the old
file. A symbolic link at the name is not followed and not replaced. For large files, trees and progress there is
`virtreach.files`.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TYPE_CHECKING

from virtreach.errors import UsageError
from virtreach.errors.files import (
    FileChanged,
    FileNotFound,
    FilePermissionDenied,
    FileTooLarge,
    ToolMissing,
    VerificationFailed,
    WrongFileType,
)
from virtreach.files.answers import failure
from virtreach.files.far_line import posix_quote
from virtreach.shell.prologue import as_bytes
from virtreach.shell.result import Capability, hide_password

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Unpack

    from virtreach.errors import VirtreachError
    from virtreach.shell.base import Remote
    from virtreach.shell.result import Privileges, Result

__all__ = ["EDIT_LIMIT", "extend", "read_file", "replace_line", "write_file", "write_files"]

EDIT_LIMIT = 16 << 20
"""How large a file may be whose lines are replaced, bytes."""

_LINK, _KIND, _MISSING, _CUT, _CHANGED, _PARENT, _OWNER, _TOOL = range(71, 79)

_READ = """\
export LC_ALL=C
[ -d "$1" ] && exit 72
[ -e "$1" ] || [ -h "$1" ] || { case $1 in */*) d=${1%/*}/;; *) d=.;; esac; [ -x "$d" ] || cat "$1"; exit 73; }
exec head -c "$2" <"$1"
"""

# Seven arguments a file: its name, the name beside it, bytes of input, mode, owner, what to do, SHA-256 of what it was.
_WRITE = """\
export LC_ALL=C
umask 077
trap 'exit 1' HUP INT TERM
each() { act=$1; shift; while [ $# -gt 0 ]; do "$act" "$1" "$2" "$3" "$4" "$5" "$6" "$7" || return; shift 7; done; }
take() {
  # busybox's head takes more from the input than it writes, which only the last file bears.
  if [ -z "$several" ]; then head -c "$1"; return; fi
  dd bs=4096 count=$(($1 / 4096)) iflag=fullblock 2>/dev/null && dd bs=1 count=$(($1 % 4096)) 2>/dev/null
}
look() { stat -c '%i %s %y %z' -- "$1"; }
stage() {
  [ -h "$1" ] && return 71
  [ -e "$1" ] && [ ! -f "$1" ] && return 72
  case $1 in */*) d=${1%/*}/;; *) d=.;; esac
  [ -d "$d" ] || return 76
  old=0
  [ -e "$1" ] && [ "$6" != write ] && { old=$(wc -c <"$1") || return 1; was=$(look "$1") || return 1; }
  set -C; exec 3>"$2"; set +C
  [ "$6" != append ] || [ ! -e "$1" ] || cat <"$1" >&3 || return 1
  take "$3" >&3 || return 1
  [ "$6" != prepend ] || [ ! -e "$1" ] || cat <"$1" >&3 || return 1
  exec 3>&-
  [ "$(wc -c <"$2")" -eq $((old + $3)) ] || return 74
  [ "$6" = write ] || [ ! -e "$1" ] || [ "$was" = "$(look "$1")" ] || return 75
  owner=$5 mode=$4
  if [ -e "$1" ]; then
    have=$(stat -c '%u:%g %a' -- "$1") || return 1
    [ -n "$owner" ] || owner=${have% *}
    [ -n "$mode" ] || mode=${have#* }
  fi
  [ -z "$owner" ] || [ "$owner" = "$(stat -c '%u:%g' -- "$2")" ] || chown -- "$owner" "$2" || return 77
  [ -z "$mode" ] || chmod -- "$mode" "$2" || return 77
  sync "$2" 2>/dev/null || :
}
check() {
  [ -n "$7" ] || return 0
  [ -e "$1" ] || return 75
  sum=$(sha256sum <"$1") || return 78
  [ "${sum%% *}" = "$7" ] || return 75
}
put() { mv -f -- "$2" "$1"; }
each stage "$@" && each check "$@" && each put "$@"
"""


async def read_file(
    remote: Remote, path: str | bytes, *, max_size: int = EDIT_LIMIT, **privileges: Unpack[Privileges]
) -> bytes:
    """Return a file's contents.

    Args:
        remote: the machine.
        path: the file.
        max_size: bytes; a larger file is an error.
        privileges: as whom, and for how long.

    Raises:
        FileNotFound, WrongFileType, FilePermissionDenied: as it says.
        FileTooLarge: it is larger than that.
    """
    hide_password(privileges)
    remote.need(Capability.FILES, "a file")
    name = _name(path)
    done = await remote.run_script(_READ, name, str(max_size + 1), max_output=max_size + 1, **privileges)
    if done.status != 0:
        raise _error(remote, name, done)
    if len(done.stdout) > max_size:
        raise FileTooLarge(f"is larger than {max_size} bytes", host=remote.label, path=name)
    return done.stdout


async def write_file(
    remote: Remote,
    path: str | bytes,
    data: bytes,
    *,
    mode: int | None = None,
    owner: str | None = None,
    **privileges: Unpack[Privileges],
) -> None:
    """Write a file, whole or not at all.

    Args:
        remote: the machine.
        path: the file; the directory has to be there.
        data: its contents.
        mode: permission bits; those of the file that is there unless given, 0600 for a new one.
        owner: ``user``, ``user:group`` or ``:group``; those of the file that is there unless given.
        privileges: as whom, and for how long.

    Raises:
        FileNotFound: the directory is not there.
        WrongFileType: a directory or a symbolic link has the name.
        FilePermissionDenied: as it says; also when mode or owner could not be kept.
        VerificationFailed: not all of it arrived.
        CommandOutcomeUnknown: the way broke: the file is the old one or the new one, never a part.
    """
    hide_password(privileges)
    await write_files(remote, {path: data}, mode=mode, owner=owner, **privileges)


async def write_files(
    remote: Remote,
    files: Mapping[str | bytes, bytes],
    *,
    mode: int | None = None,
    owner: str | None = None,
    **privileges: Unpack[Privileges],
) -> None:
    """Write several files in one round trip; none appears before all have arrived. See `write_file`."""
    hide_password(privileges)
    await _write(remote, dict(files), "write", mode=mode, owner=owner, privileges=privileges)


async def extend(
    remote: Remote, path: str | bytes, data: bytes, *, before: bool, **privileges: Unpack[Privileges]
) -> None:
    """Put data at the end of a file, or at its beginning, all or nothing; a missing file is made, with mode 0600.

    Raises:
        FileChanged: another one changed it meanwhile; nothing was done.
        FileError: as by `write_file`.
    """
    hide_password(privileges)
    await _write(remote, {path: data}, "prepend" if before else "append", privileges=privileges)


async def replace_line(
    remote: Remote,
    path: str | bytes,
    old: str | bytes,
    new: str | bytes,
    *,
    regex: bool = False,
    count: int = 0,
    **privileges: Unpack[Privileges],
) -> int:
    r"""Replace lines of a file, all at once or none; ends of lines stay as they are.

    Args:
        remote: the machine.
        path: the file, of `EDIT_LIMIT` bytes at most.
        old: the line as it is, without its end; or a pattern, as `re` has it, that is found in it.
        new: the line as it shall be; with a pattern, ``\1`` and the like stand for its groups.
        regex: whether `old` is a pattern.
        count: how many lines at most; 0 for all.
        privileges: as whom, and for how long.

    Returns:
        How many lines were replaced; with 0, the file was not touched.

    Raises:
        FileChanged: another one changed it meanwhile; nothing was done.
        FileError: as by `read_file` and `write_file`.
        UsageError: the pattern is none, or a line end is in the text.
    """
    hide_password(privileges)
    text = as_bytes("the line", new)
    if b"\n" in text:
        raise UsageError("a line is replaced by one line")
    change = _replacement(as_bytes("the line", old), text, regex)
    was = await read_file(remote, path, max_size=EDIT_LIMIT, **privileges)
    lines = was.split(b"\n")
    replaced = 0
    for number, line in enumerate(lines):
        if (number == len(lines) - 1 and not line) or (count and replaced == count):
            break  # behind the last line end is no line
        body, end = (line[:-1], b"\r") if line.endswith(b"\r") else (line, b"")
        changed = change(body)
        if changed is not None:
            lines[number] = changed + end
            replaced += 1
    if replaced:
        expected = hashlib.sha256(was).hexdigest()
        await _write(remote, {path: b"\n".join(lines)}, "write", expected=expected, privileges=privileges)
    return replaced


def _replacement(old: bytes, new: bytes, regex: bool) -> Callable[[bytes], bytes | None]:
    if not regex:
        return lambda line: new if line == old else None
    try:
        pattern = re.compile(old)
    except re.error as error:
        raise UsageError(f"the pattern is none: {error}") from error

    def change(line: bytes) -> bytes | None:
        found = pattern.search(line)
        if found is None:
            return None
        try:
            return found.expand(new)
        except (re.error, IndexError) as error:
            raise UsageError(f"the new line does not fit the pattern: {error}") from error

    return change


async def _write(
    remote: Remote,
    files: Mapping[str | bytes, bytes],
    do: str,
    *,
    mode: int | None = None,
    owner: str | None = None,
    expected: str = "",
    privileges: Privileges,
) -> None:
    remote.need(Capability.FILES, "a file")
    if mode is not None and not 0 <= mode <= 0o7777:
        raise UsageError(f"{mode:#o} are no permission bits")
    if owner is not None and (not owner.strip(":") or owner.startswith("-") or not owner.isprintable()):
        raise UsageError(f"{owner!r} is no owner; write user, user:group or :group")
    words: list[str | bytes] = []
    beside = []
    names = [_name(path) for path in files]
    if not names:
        return
    for name, data in zip(names, files.values(), strict=True):
        directory, slash, _ = name.rpartition(b"/")
        beside.append(directory + slash + b".virtreach-" + secrets.token_hex(8).encode())
        words += [name, beside[-1], str(len(data)), "" if mode is None else f"{mode:o}", owner or "", do]
        words.append(expected)
    tidy = b"rm -f -- " + b" ".join(posix_quote(name) for name in beside)
    several = b"several=1\n" if len(names) > 1 else b"several=\n"
    script = b"trap " + posix_quote(tidy) + b" EXIT\n" + several + _WRITE.encode()
    done = await remote.run_script(script, *words, input=b"".join(files.values()), **privileges)
    if done.status != 0:
        raise _error(remote, names[0] if len(names) == 1 else None, done)


def _name(path: str | bytes) -> bytes:
    name = as_bytes("the file name", path)
    if not name or name.endswith(b"/"):
        raise UsageError("a file needs a name, which does not end with '/'")
    return name if name.startswith(b"/") else b"./" + name


def _error(remote: Remote, path: bytes | None, done: Result) -> VirtreachError:
    """Return what a script's exit status and words mean."""
    said = done.stderr.decode("utf-8", "replace").strip()
    kinds: dict[int, tuple[type[VirtreachError], str]] = {
        _LINK: (WrongFileType, "is a symbolic link, which is not followed; name the file that it leads to"),
        _KIND: (WrongFileType, "is no regular file"),
        _MISSING: (FileNotFound, "there is no such file"),
        _CUT: (VerificationFailed, "not all of it arrived; the file is as it was"),
        _CHANGED: (FileChanged, "was changed by another one meanwhile; nothing was done"),
        _PARENT: (FileNotFound, "its directory is not there"),
        _OWNER: (FilePermissionDenied, "mode or owner cannot be set; the file is as it was"),
        _TOOL: (ToolMissing, "sha256sum is needed there; the file is as it was"),
    }
    if done.status in kinds and not (done.status == _MISSING and "ermission denied" in said):
        kind, message = kinds[done.status]
        return kind(message, host=remote.label, path=path, said=said)  # type: ignore[call-arg]
    return failure(said or done.how, host=remote.label, path=path)

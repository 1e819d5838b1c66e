"""Files of a machine by its shell: read, written, edited. Names are bytes and taken literally.

A written file appears whole or not at all: it comes into a private directory beside its target, its size is looked at,
it gets the target's mode and owner (or those asked for), and is renamed. A link that is cut in the middle leaves the
old file. A symbolic link at the name is not followed and not replaced, and who may write in the directory around cannot
bring in another file; links further up the path are followed. For large files, trees and progress there is
`virtreach.files`.
"""

from __future__ import annotations

import hashlib
import os
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
from virtreach.errors.text import printable
from virtreach.files.answers import failure
from virtreach.files.far_line import posix_quote
from virtreach.shell.prologue import as_bytes, check_data
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

_LINK, _KIND, _MISSING, _CUT, _CHANGED, _PARENT, _OWNER, _TOOL, _SWAPPED = range(71, 80)

_READ = """\
export LC_ALL=C
[ -d "$1" ] && exit 72
[ -e "$1" ] || [ -h "$1" ] || { [ -x "${1%/*}/" ] || cat "$1"; exit 73; }
exec head -c "$2" <"$1"
"""

# Seven arguments a file: its name, the name beside it, bytes of input, mode, owner, what to do, SHA-256 of what it was.
# The name beside is that of a directory of ours alone, and of the new file in it. Whoever owns the directory around may
# exchange that name at any time, for a link too: what we are in is looked at, and everything is named from there.
_WRITE = """\
export LC_ALL=C
umask 077
trap 'exit 1' HUP INT TERM
take() {
  # busybox's head takes more from the input than it writes, which only the last file bears.
  if [ -z "$several" ]; then head -c "$1"; return; fi
  dd bs=4096 count=$(($1 / 4096)) iflag=fullblock 2>/dev/null && dd bs=1 count=$(($1 % 4096)) 2>/dev/null
}
look() { stat -c '%i %s %y %z' -- "$1"; }
which() { stat -c '%d:%i' -- "$1"; }
split() {
  base=../${1##*/} new=./${2##*/} d=${1%/*}/
}
enter() { cd -P "$1" 2>/dev/null || { [ -x "$1" ] || ls "$1/." >/dev/null; return 1; }; }
stage() {
  split "$1" "$2"
  [ -d "$d" ] || return 76
  enter "$d" || return 1
  me=$(id -u) around=$(stat -c '%u:%a-%d:%i' .) || return 1
  mkdir "$new" && enter "$new" || return 1
  # Where nobody else can exchange names, file systems without owners and modes will do.
  case $around in
    0:*[0145][0145]-*|"$me":*[0145][0145]-*) place=-;;
    *) case $(stat -c '%u:%a' .)-$(which ..) in "$me":*700-"${around#*-}") place=$(which .);; *) return 79;; esac;;
  esac
  old=0 was='' have=''
  if [ -h "$base" ]; then return 71; fi
  if [ -e "$base" ]; then
    have=$(stat -c '%f %u:%g %a' -- "$base") || return 1
    case $have in 8???' '*) ;; *) return 72;; esac
    if [ "$6" != write ]; then
      was=$(look "$base") && exec 4<"$base" || return 1
      # What is open is what was looked at, were the name a link by now.
      [ ! -e /proc/self/fd/4 ] || [ "$was" = "$(stat -L -c '%i %s %y %z' /proc/self/fd/4)" ] || return 75
      old=$(wc -c <"$base") || return 1
    fi
  fi
  set -C; exec 3>"$new"; set +C
  [ "$6" != append ] || [ -z "$was" ] || cat <&4 >&3 || return 1
  take "$3" >&3 || return 1
  [ "$6" != prepend ] || [ -z "$was" ] || cat <&4 >&3 || return 1
  exec 3>&- 4<&-
  [ "$(wc -c <"$new")" -eq $((old + $3)) ] || return 74
  [ -z "$was" ] || [ "$was" = "$(look "$base")" ] || return 75
  owner=$5 mode=$4
  if [ -n "$have" ]; then
    have=${have#* }
    [ -n "$owner" ] || owner=${have% *}
    [ -n "$mode" ] || mode=${have#* }
  fi
  [ -z "$owner" ] || [ "$owner" = "$(stat -c '%u:%g' -- "$new")" ] || chown -- "$owner" "$new" || return 77
  [ -z "$mode" ] || chmod -- "$mode" "$new" || return 77
  sync "$new" 2>/dev/null || :
  echo "$place" >&5
}
again() { split "$1" "$2"; enter "$2" && { [ "$place" = - ] || [ "$(which .)" = "$place" ]; } || return 79; }
check() {
  [ -n "$7" ] || return 0
  again "$@" || return
  [ -e "$base" ] || return 75
  sum=$(sha256sum <"$base") || return 78
  [ "${sum%% *}" = "$7" ] || return 75
}
put() {
  again "$@" || return
  [ ! -h "$base" ] && [ ! -d "$base" ] || return 75
  mv -f -- "$new" "$base"
}
each() {
  act=$1 rest=$places; shift
  while [ $# -gt 0 ]; do
    if [ "$act" = stage ]; then place=$({ stage "$@" >&6; } 5>&1) || return; places="$places$place "
    else place=${rest%% *} rest=${rest#* }; ("$act" "$@") || return; fi
    shift 7
  done
}
places=''
exec 6>&1
each stage "$@" && each check "$@" && each put "$@"
"""


async def read_file(
    remote: Remote, path: str | bytes, *, max_size: int = EDIT_LIMIT, **privileges: Unpack[Privileges]
) -> bytes:
    """Return a file's contents.

    Args:
        remote: the machine.
        path: the file, its whole name.
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
        path: the file, its whole name; the directory has to be there.
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
    for data in files.values():
        check_data("what is written", data)
    if not names:
        return
    for name, data in zip(names, files.values(), strict=True):
        directory, slash, _ = name.rpartition(b"/")
        beside.append(directory + slash + b".virtreach-" + secrets.token_hex(8).encode())
        words += [name, beside[-1], str(len(data)), "" if mode is None else f"{mode:o}", owner or "", do]
        words.append(expected)
    done = await remote.run_script(_script(beside), *words, input=b"".join(files.values()), **privileges)
    if done.status != 0:
        raise _error(remote, names[0] if len(names) == 1 else None, done)


def _script(beside: list[bytes]) -> bytes:
    """Return the script that writes, given the names of its directories, which it removes in the end."""
    # By their names; but what is called so, wherever a name leads by then, is ours.
    inner = b" ".join(posix_quote(name + b"/" + name.rpartition(b"/")[2]) for name in beside)
    places = b" ".join(posix_quote(name) for name in beside)
    tidy = b"rm -f -- " + inner + b"; rmdir -- " + places + b" 2>/dev/null"
    several = b"several=1\n" if len(beside) > 1 else b"several=\n"
    return b"trap " + posix_quote(tidy) + b" EXIT\n" + several + _WRITE.encode()


def _name(path: str | bytes) -> bytes:
    name = as_bytes("the file name", path)
    if not name or name.endswith(b"/"):
        raise UsageError("a file needs a name, which does not end with '/'")
    if not name.startswith(b"/"):
        # Where a command begins depends on the way and on the user.
        raise UsageError(f"{printable(os.fsdecode(name))!r} is no whole name of a file; it begins with '/'")
    return name


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
        _SWAPPED: (FileChanged, "somebody exchanges names in its directory; nothing was done"),
        _TOOL: (ToolMissing, "sha256sum is needed there; the file is as it was"),
    }
    if done.status in kinds and not (done.status == _MISSING and "ermission denied" in said):
        kind, message = kinds[done.status]
        return kind(message, host=remote.label, path=path, said=said)  # type: ignore[call-arg]
    return failure(said or done.how, host=remote.label, path=path)

"""The beginning that every command has on its machine, and the marks by which its output is told from anything before.

The login shell is only ever given one line that all shells read alike. A short command without variables is in it:
``sh -c 'eval "$1"' sh TEXT``. Any other comes as the first line of its input, in octal digits: so any byte may be in
it, it may be long, and no variable stands in a command line, where others could read it. Either way it is POSIX shell
text that ``sh`` evaluates::

    cd, then the marks: on standard output NONCE, process id, start time, group; on standard error NONCE
    export; exec the program, or evaluate the script

Before the marks come words of start-up files and of sudo, which are nobody's output. Without marks, nothing was run.
"""

from __future__ import annotations

import contextlib
import re
import secrets
from typing import TYPE_CHECKING

from virtreach.errors import UsageError
from virtreach.errors.text import printable
from virtreach.files.far_line import octal, posix_quote
from virtreach.session.sasl.secret import HiddenBytes, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["END_SCRIPT", "AskedAgain", "Call", "Collector", "TooLarge", "as_bytes", "check_data", "settings"]

_DIRECT = 'eval "$1"'
_RUNNER = 'IFS= read -r l; c=$(printf "%b." "$l"); set --; eval "${c%.}"'
# Where sudo may ask for a password, the command waits for this mark: sudo must not take it for a password.
_READY = 'printf "%s+" "$1"; '
_START = (
    b"if read -r q 2>/dev/null </proc/$$/stat; then q=${q##*) }; set -- $q; q=${20}\\ $3; else q=0\\ 0; fi; "
    b"set --; "
)
_SHORT = 2048
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_NOISE = 64 << 10

END_SCRIPT = """\
# $1: a process id, $2: when it started, $3: its group; ends the group and says "ended", "gone" or "left".
stat() { read -r q 2>/dev/null <"$1" || return 1; q=${q##*) }; }
[ "$3" -gt 1 ] && [ -d /proc/self ] || { echo left; exit 0; }
started=$2 group=$3
if stat "/proc/$1/stat"; then
  set -- $q
  [ "${20}" = "$started" ] || { echo gone; exit 0; }
elif stat "/proc/$group/stat"; then
  # A number is not used anew while a group has it; should it have been, its leader is younger.
  set -- $q
  [ "${20}" -le "$started" ] || { echo gone; exit 0; }
fi
# Those that have ended and were not waited for are no longer there, whatever kill says of them.
there() {
  kill -0 "-$group" 2>/dev/null || return 1
  for one in /proc/[0-9]*/stat; do
    stat "$one" && case $q in [ZX]*) ;; *" $group "*) set -- $q; [ "$3" != "$group" ] || return 0;; esac
  done
  return 1
}
wait_for() { n=$1; while there; do n=$((n - 1)); [ $n -gt 0 ] || return; sleep 0.1 2>/dev/null || sleep 1; done; \
echo ended; exit 0; }
kill -TERM "-$group" 2>/dev/null; kill -CONT "-$group" 2>/dev/null
wait_for 30
kill -KILL "-$group" 2>/dev/null
wait_for 10
echo left
"""
"""For `Remote.run_script`: a group that stays after SIGTERM for three seconds gets SIGKILL."""


def as_bytes(what: str, value: str | bytes) -> bytes:
    """Return text as it goes to the machine: UTF-8, with what `os.fsdecode` could not read as it was.

    Raises:
        UsageError: it has a NUL, which no program can be given, or is no text.
    """
    if not isinstance(value, str | bytes):
        raise UsageError(f"{what} is str or bytes, not {type(value).__name__}")
    data = value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value
    if b"\0" in data:
        raise UsageError(f"{what} {printable(repr(value))} has a NUL character")
    return data


def check_data(what: str, value: object) -> None:
    """See that data are bytes, as they go to the machine: what text would be there is for the caller to say.

    Raises:
        UsageError: they are not.
    """
    if not isinstance(value, bytes | bytearray | memoryview):
        hint = "; encode it: text.encode()" if isinstance(value, str) else ""
        raise UsageError(f"{what} is bytes, not {type(value).__name__}{hint}")


class AskedAgain(Exception):
    """sudo asked for the password a second time."""


class TooLarge(Exception):
    """More output came than may be kept."""


class Call:
    """One command on its way.

    Attributes:
        words: what the login shell there is to run; all printable.
        header: the line with the command, unless that is among the words.
        waits: whether the header goes only after the ready mark, as sudo may ask for a password before.
        password: the line with the password, for when it is asked for.
        mark: what stands before the command's output.
        ready: the ready mark.
        prompt: what sudo asks with.
        failed: what stands on standard error when the directory could not be entered; nothing was run then.
    """

    def __init__(
        self,
        body: bytes,
        *,
        env: Mapping[str, str | bytes] | None = None,
        cwd: str | bytes | None = None,
        sudo: bool | str = False,
        sudo_password: str | Secret | None = None,
    ) -> None:
        """Prepare one.

        Args:
            body: POSIX shell text that is evaluated at last; see `program` and `script`.
            env, cwd, sudo, sudo_password: as in `RunOptions`.

        Raises:
            UsageError: a variable or user that is none.
        """
        nonce = secrets.token_hex(8)
        self.mark = f"{nonce} ".encode()
        self.ready = f"{nonce}+".encode()
        self.failed = f"{nonce}!".encode()
        self.prompt = f"{nonce}?".encode()
        self.waits = sudo_password is not None and bool(sudo)
        head = _START + b"printf '%s %s %s\\n' " + nonce.encode() + b' $$ "$q"; '
        head += b"printf '%s ' " + nonce.encode() + b" >&2; unset q l c; "
        if cwd is not None:
            head = _enter(cwd) + b" || { printf '%s' '" + self.failed + b"' >&2; exit 1; }; " + head
        head += settings(env)
        short = None if env or self.waits else _printable(head + body)
        if short is not None:
            self.header = b""
            words = ["sh", "-c", _DIRECT, "sh", short]
        else:
            self.header = f"{octal(head + body)}\n".encode()
            words = ["sh", "-c", (_READY if self.waits else "") + _RUNNER, "sh", nonce]
        self.password = b""
        if self.waits:
            assert sudo_password is not None
            self.password = HiddenBytes(Secret(sudo_password).reveal() + b"\n")
            if not {*b"\n\0"}.isdisjoint(self.password[:-1]):
                raise UsageError("the password of sudo has a newline or a NUL character")
        if sudo:
            user = sudo if isinstance(sudo, str) else "root"
            if user.startswith("-") or not user.isprintable() or ":" in user:
                raise UsageError(f"{printable(user)!r} is no user")
            how = ["-S", "-k", "-p", f"{nonce}?"] if self.waits else ["-n"]
            words = ["sudo", *how, "-u", user, "--", *words]
        self.words = tuple(words)

    @classmethod
    def program(cls, argv: Sequence[str | bytes]) -> bytes:
        """Return the body that becomes a program.

        Raises:
            UsageError: there is none, or its name begins with ``-``.
        """
        words = [as_bytes("argument", word) for word in argv]
        if isinstance(argv, str | bytes) or not words or not words[0]:
            raise UsageError("a command is a list of words, the program first")
        if words[0].startswith(b"-"):
            raise UsageError(
                f"the program {printable(repr(argv[0]))} begins with '-'; write its path, or ./ before it"
            )
        return b"exec " + b" ".join(posix_quote(word) for word in words)

    @classmethod
    def script(cls, text: str | bytes, arguments: Sequence[str | bytes] = ()) -> bytes:
        """Return the body that is a POSIX shell script with arguments."""
        words = [as_bytes("argument", word) for word in arguments]
        head = b"set -- " + b" ".join(posix_quote(word) for word in words) + b"\n" if words else b""
        return head + as_bytes("the script", text)


def settings(env: Mapping[str, str | bytes] | None, cwd: str | bytes | None = None) -> bytes:
    """Return shell text that sets variables, and enters a directory or exits.

    Raises:
        UsageError: a variable's name is none.
    """
    text = b"" if cwd is None else _enter(cwd) + b" || exit 1; "
    for name, value in (env or {}).items():
        if not _NAME.fullmatch(name):
            raise UsageError(f"{printable(name)!r} is no name of a variable")
        text += b"export " + name.encode() + b"=" + posix_quote(as_bytes(name, value)) + b"; "
    return text


def _enter(cwd: str | bytes) -> bytes:
    directory = as_bytes("directory", cwd)
    return b"CDPATH= cd " + posix_quote(directory if directory.startswith(b"/") else b"./" + directory)


def _printable(text: bytes) -> str | None:
    """Return text that may stand in a command line, or None."""
    if len(text) > _SHORT:
        return None
    with contextlib.suppress(UnicodeDecodeError):
        shown = text.decode()
        return shown if shown.isprintable() else None
    return None


class Collector:
    """One output of a command, from its mark on.

    Attributes:
        noise: what came before the mark.
        kept: what came after, unless it is given away.
        begun: whether the mark came.
        process: process id, start time and group from the mark of the standard output, or None.
    """

    def __init__(
        self,
        mark: bytes,
        *,
        line: bool,
        limit: int | None,
        give: Callable[[bytes], object] | None = None,
        signs: Mapping[bytes, Callable[[], object]] | None = None,
    ) -> None:
        """Make one.

        Args:
            mark: what stands before the output.
            line: whether the rest of a line belongs to the mark.
            limit: how many bytes may be kept.
            give: is given the output instead.
            signs: what else may come before the mark, and what is called each time it does.
        """
        self.noise = bytearray()
        self.kept = bytearray()
        self.begun = False
        self.process: tuple[int, int, int] | None = None
        self._mark = mark
        self._line = line
        self._limit = limit
        self._give = give
        self._signs = dict(signs or {})

    def feed(self, data: bytes) -> None:
        """Take what came.

        Raises:
            TooLarge: it is more than may be kept.
        """
        if not self.begun:
            self.noise += data
            rest = self._look()
            if rest is None:
                return
            data = rest
        if not data:
            return
        if self._give is not None:
            self._give(data)
            return
        self.kept += data
        if self._limit is not None and len(self.kept) > self._limit:
            del self.kept[self._limit :]
            raise TooLarge

    def _look(self) -> bytes | None:
        """Look for the marks; return what is behind them once they are there."""
        for sign, call in self._signs.items():
            while (at := self.noise.find(sign)) >= 0:
                del self.noise[at : at + len(sign)]
                call()
        at = self.noise.find(self._mark)
        end = at + len(self._mark)
        if at >= 0 and self._line:
            end = self.noise.find(b"\n", end) + 1
        if at < 0 or not end:
            if len(self.noise) > _NOISE:
                # The mark may be cut in two, so the end stays.
                del self.noise[: -_NOISE // 2]
            return None
        self.begun = True
        if self._line:
            words = bytes(self.noise[at + len(self._mark) : end]).split()
            if len(words) == 3 and all(word.isdigit() and len(word) < 20 for word in words):
                self.process = (int(words[0]), int(words[1]), int(words[2]))
        rest = bytes(self.noise[end:])
        del self.noise[at:]
        return rest

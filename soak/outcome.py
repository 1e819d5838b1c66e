"""What a part of the soak found."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Outcome"]


@dataclass
class Outcome:
    """Counts and findings of one part.

    Attributes:
        part: its name.
        seconds: how long it ran.
        counts: what was done, by name.
        findings: what should not have happened, for people; empty is good.
    """

    part: str
    seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)

    def count(self, name: str, number: int = 1) -> None:
        """Add to a count."""
        self.counts[name] = self.counts.get(name, 0) + number

    def line(self) -> str:
        """The outcome in a line."""
        done = ", ".join(f"{number:,} {name}" for name, number in self.counts.items())
        verdict = "nothing found" if not self.findings else f"{len(self.findings)} FINDINGS"
        return f"{self.part}: {done} in {self.seconds:.0f} s: {verdict}"

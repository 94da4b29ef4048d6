"""Writes `dgspay/_sync` from `dgspay/_async`: the same methods and docs, without `await`."""

import re
import sys
from pathlib import Path

RULES = [
    (r"async (def|for) ", r"\1 "),
    (r"\bawait ", ""),
    (r"__a(enter|exit)__", r"__\1__"),
    (r"AsyncIterator", "Iterator"),
    (r"\bAsync(?=[A-Z])", ""),
    (r"\._bridge\b", "._blocking"),
    (r"(A client of DGS-Pay), for asyncio\.", r"\1; for asyncio there is `AsyncDgsPay`."),
    (r"(A client of RohoPay), for asyncio\.", r"\1; for asyncio there is `AsyncRohoPay`."),
    (r"(The client of RohoPay) for asyncio\.", r"\1 whose calls block."),
    (r"The public layer for asyncio\. .*?`\.", "The public layer whose calls block."),
]
NOTE = "# Generated from `_async` by `scripts/generate-python`. Do not edit.\n"


def main(package: Path, target: Path) -> None:
    """Writes every module of `_async` anew into `target`."""
    for source in sorted((package / "_async").glob("*.py")):
        text = source.read_text(encoding="utf-8")
        for pattern, replacement in RULES:
            text = re.sub(pattern, replacement, text)
        (target / source.name).write_text(NOTE + text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

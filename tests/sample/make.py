"""Make corpus/ and answers.yaml from the story: `python -m tests.sample.make [KEY…]`.

What LibreOffice or a copier makes (.doc, a PDF printed from Word, a scan) never has the same bytes twice, and a paper's
id is made of its bytes. Those files are made again only when the story of the paper has changed: `made.tsv` remembers
the digest of what each was made from.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import ModuleType

from tests.sample import answers, story
from tests.sample.layouts import pdf, plain, scan, web, word
from tests.sample.story import CORPUS, HERE, Told

MADE = HERE / "made.tsv"

#: Format -> what draws it, the same bytes every time.
DRAWN: dict[str, Callable[[Told], bytes]] = {
    "pdf": pdf.draw,
    "docx": word.draw,
    "html": web.draw,
    "md": plain.markdown,
    "txt": plain.dialect,
}
#: Format -> what makes the file, and the modules that say how it looks.
CONVERTED: dict[str, tuple[Callable[[Told], bytes], tuple[ModuleType, ...]]] = {
    "doc": (lambda paper: by_office(word.draw(paper), "doc"), (word,)),
    "word-pdf": (lambda paper: by_office(word.draw(paper), "pdf"), (word,)),
    "scan": (scan.draw, (pdf, scan)),
}


def by_office(source: bytes, ending: str) -> bytes:
    """The Word paper `source` as LibreOffice saves it with `ending`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "paper.docx")
        path.write_bytes(source)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return path.with_suffix(f".{ending}").read_bytes()


def made() -> dict[str, str]:
    """Of each file that is converted, the digest of what it was made from."""
    if not MADE.exists():
        return {}
    return dict(line.split("\t") for line in MADE.read_text().splitlines())


def basis(paper: Told, modules: tuple[ModuleType, ...]) -> str:
    """A digest of what a paper says and how it is drawn, the same on every machine."""
    said = repr((paper.look, paper.date, paper.blocks)).encode()
    drawn = b"".join(Path(str(module.__file__)).read_bytes() for module in modules)
    return sha256(said + drawn).hexdigest()


def make(paper: Told) -> list[Path]:
    """Write every file of `paper`; the paths of those that are new or other than before."""
    known, changed = made(), []
    for file in paper.files:
        path = CORPUS / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if file.format in DRAWN:
            content = DRAWN[file.format](paper)
            if path.exists() and path.read_bytes() == content:
                continue
        else:
            convert, modules = CONVERTED[file.format]
            digest = basis(paper, modules)
            if path.exists() and known.get(file.path) == digest:
                continue
            content = convert(paper)
            known[file.path] = digest
            MADE.write_text("".join(f"{name}\t{known[name]}\n" for name in sorted(known)))
        path.write_bytes(content)
        changed.append(path)
    for name, original in paper.copies.items():
        (CORPUS / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CORPUS / original, CORPUS / name)
    return changed


def main(keys: list[str]) -> None:
    papers = story.papers()
    for key in keys or papers:
        for path in make(papers[key]):
            print(path.relative_to(CORPUS.parent))
    if not keys:
        expected = {CORPUS / name for p in papers.values() for name in [*(f.path for f in p.files), *p.copies]}
        for path in sorted(p for p in CORPUS.rglob("*") if p.is_file() and p not in expected):
            print(f"{path.relative_to(CORPUS.parent)} is no part of the story", file=sys.stderr)
    answers.FILE.write_text(answers.dump(answers.of_story()))


if __name__ == "__main__":
    main(sys.argv[1:])

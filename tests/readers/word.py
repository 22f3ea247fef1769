"""Word documents made in code, as small as a test needs them: paragraphs and tables as XML, parts around them."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_ROOTS = {"footnotes": "footnotes", "endnotes": "endnotes", "styles": "styles", "numbering": "numbering",
          "header": "hdr", "footer": "ftr"}  # fmt: skip


def run(text: str, properties: str = "") -> str:
    """A run; `properties` names switches, 'b i', or holds XML."""
    switches = properties if "<" in properties else "".join(f"<w:{name}/>" for name in properties.split())
    return f'<w:r><w:rPr>{switches}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def par(*content: str, number: tuple[int, int] | None = None, style: str = "", properties: str = "") -> str:
    """A paragraph of runs, or of plain texts; `number` is numId and level."""
    inside = "".join(part if part.startswith("<") else run(part) for part in content)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    listed = f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else ""
    return f"<w:p><w:pPr>{named}{listed}{properties}</w:pPr>{inside}</w:p>"


def cell(*content: str, properties: str = "") -> str:
    """A cell of paragraphs, or of plain texts."""
    inside = "".join(part if part.startswith("<") else par(part) for part in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside or par()}</w:tc>"


def table(*rows: tuple[str, ...], head: int = 0) -> str:
    """A table of cells, or of plain texts; the first `head` rows repeat on each page."""
    made = []
    for i, row in enumerate(rows):
        inside = "".join(part if part.startswith("<w:tc>") else cell(part) for part in row)
        made.append(f"<w:tr><w:trPr>{'<w:tblHeader/>' if i < head else ''}</w:trPr>{inside}</w:tr>")
    return f"<w:tbl>{''.join(made)}</w:tbl>"


def level(at: int, fmt: str, text: str, more: str = "") -> str:
    """A level of a list: number format and what is written, '%1.%2'."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:lvlText w:val="{text}"/>{more}'
        f'<w:pPr><w:ind w:left="{720 * (at + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
    )


def numbering(levels: str, instances: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """A numbering part with one definition and its instances."""
    return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{instances}'


def document(
    *body: str,
    main_type: str = "document.main+xml",
    extra: dict[str, bytes] | None = None,
    pages: int = 0,
    **parts: str,
) -> bytes:
    """A DOCX file. `parts` are the insides of styles, numbering, footnotes, header...; `extra` further files."""
    relations, types = [], []
    files: dict[str, bytes] = {}
    for i, (kind, inside) in enumerate(parts.items(), 1):
        root = _ROOTS[kind]
        files[f"word/{kind}.xml"] = f"<w:{root} {_SPACES}>{inside}</w:{root}>".encode()
        relations.append(f'<Relationship Id="rId{i}" Type="{_RELATIONS}/{kind}" Target="{kind}.xml"/>')
        types.append(f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPES}.{kind}+xml"/>')
    for i, name in enumerate(extra or {}, 100):
        relations.append(f'<Relationship Id="rId{i}" Type="{_RELATIONS}/aFChunk" Target="{name}"/>')
    properties = ""
    if pages:
        files["docProps/app.xml"] = (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            f"<Pages>{pages}</Pages></Properties>"
        ).encode()
        properties = f'<Relationship Id="rId9" Type="{_RELATIONS}/extended-properties" Target="docProps/app.xml"/>'
    package = "http://schemas.openxmlformats.org/package/2006"
    files |= {
        "[Content_Types].xml": (
            f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="html" ContentType="text/html"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_main(main_type)}"/>{"".join(types)}</Types>'
        ).encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>{properties}</Relationships>'
        ).encode(),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{package}/relationships">{"".join(relations)}</Relationships>'
        ).encode(),
        "word/document.xml": f"<w:document {_SPACES}><w:body>{''.join(body)}</w:body></w:document>".encode(),
    }
    return zipped(files | {f"word/{name}": content for name, content in (extra or {}).items()})


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip archive of `files`."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def _main(kind: str) -> str:
    return kind if "/" in kind else f"{_TYPES}.{kind}"

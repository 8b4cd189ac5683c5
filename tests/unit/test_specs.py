"""The releases in specs/ are sound schemas, and every sentence in them is our own."""

import json
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from lxml import etree

ROOT = Path(__file__).parents[2]
SPECS = ROOT / "specs"
CORPUS = Path(os.environ.get("PROXYSMITH_CORPUS", ROOT.parent / "shared" / "corpus"))
XS = "{http://www.w3.org/2001/XMLSchema}"
PROSE = {"title", "summary", "description", "documentation"}


class Imported(etree.Resolver):
    """Hands lxml the schemas that stand beside each other in one WSDL, by number."""

    def __init__(self, schemas: list[etree._Element]) -> None:
        super().__init__()
        self.texts = [etree.tostring(schema) for schema in schemas]

    def resolve(self, system_url, public_id, context):
        scheme, _, number = system_url.partition(":")
        return (
            self.resolve_string(self.texts[int(number)], context)
            if scheme == "schema"
            else None
        )


def schema_of(path: Path) -> etree.XMLSchema:
    schemas = list(etree.parse(path).iter(f"{XS}schema"))
    places = {
        schema.get("targetNamespace"): f"schema:{n}" for n, schema in enumerate(schemas)
    }
    for schema in schemas:
        for wanted in schema.iter(f"{XS}import"):
            wanted.set("schemaLocation", places[wanted.get("namespace")])
    parser = etree.XMLParser()
    parser.resolvers.add(Imported(schemas))
    imports = "".join(
        f'<xs:import namespace="{namespace}" schemaLocation="{place}"/>'
        for namespace, place in places.items()
    )
    whole = f'<xs:schema xmlns:xs="{XS[1:-1]}">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(whole, parser))


@pytest.mark.parametrize(
    "path",
    sorted(SPECS.glob("*/soap/*.wsdl")),
    ids=lambda path: f"{path.parts[-3]}-{path.stem}",
)
def test_schemas_of_a_wsdl_compile(path):
    schema_of(path)


def texts(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, key)
    elif isinstance(value, str) and key in PROSE:
        yield value


def sentences(text: str) -> Iterator[str]:
    """Stretches of prose without markup, line breaks and spacing, from which copies would show."""
    plain = re.sub(r"<[^>]*>", " ", text)
    for part in re.split(r"[\r\n]+|(?<=[.:;!?])\s", plain):
        yield re.sub(r"\s+", " ", part).strip()


def documents(folder: Path) -> Iterator[object]:
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".json":
            yield json.loads(path.read_text("utf-8-sig"))
        elif path.suffix in {".yaml", ".yml"}:
            try:
                yield yaml.safe_load(path.read_text("utf-8"))
            except yaml.YAMLError:
                continue
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    if name.endswith(".json"):
                        yield json.loads(archive.read(name).decode("utf-8-sig"))


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus of real metadata is not here"
)
def test_no_sentence_is_copied_from_the_corpus():
    theirs = "\n".join(
        {
            sentence
            for document in documents(CORPUS)
            for text in texts(document)
            for sentence in sentences(text)
            if len(sentence) > 40
        }
    )
    ours = {
        sentence
        for document in documents(SPECS)
        for text in texts(document)
        for sentence in sentences(text)
        if len(sentence) > 40
    }

    assert ours and theirs
    assert not {sentence for sentence in ours if sentence in theirs}

"""Names for the whole world: what the record calls a story, a fact or a file, as an IRI that stays the same."""

from urllib.parse import quote

ROOT = "urn:presscheck"


def iri(kind: str, name: str, version: int = 1) -> str:
    """The IRI of something that the record calls ``name``: a story, a fact, a file, a page, a correction.

    It is made of the record's own ids alone, so it is the same in every export. What an IRI cannot hold is
    percent-encoded in UTF-8; versions after the first are told apart as the ids of facts tell them.

    >>> iri("article", "20260618-01"), iri("article", "papers/县报.txt#a1", 2)
    ('urn:presscheck:article:20260618-01', 'urn:presscheck:article:papers/%E5%8E%BF%E6%8A%A5.txt%23a1@2')
    """
    told = name if version == 1 else f"{name}@{version}"
    encoded = quote(told.encode("utf8", "replace"), safe="/@")
    return (
        f"{ROOT}:{kind}:{encoded.replace('../', '..%2F')}"  # readers of URLs would leave out ../ with what precedes it
    )

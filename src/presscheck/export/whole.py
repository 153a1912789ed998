"""A story told whole over its jump lines, for people: the broken sentence is one again, nothing is said twice."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from presscheck.errors import Lang
from presscheck.export.order import continued
from presscheck.messages import say
from presscheck.model import Article, Jump, Paragraph, ParagraphKind, Reading

Piece = Paragraph | Jump | str
Story = tuple[Article, ...]
HEADS = ("kicker", "headline", "deck")


def stories(reading: Reading) -> list[tuple[Article, Story]]:
    """Every article in its order on the pages, each with the whole story it is a half of.

    The story is told where its first half stands: ``story[0]`` is the article itself.
    """
    whole = {half.id: story for story in continued(reading) for half in story}
    return [(article, whole[article.id]) for article in reading.articles]


def pieces(story: Story) -> list[Piece]:
    """What follows the heads of a story: the paragraphs of all its halves, and each jump line after which it goes on.

    A second half's byline or dateline on a line of its own stands under its paragraphs, where papers put it. Its heads
    and its 上接 are told in its own place: ``pointer``.

    >>> halves = (Paragraph(ParagraphKind.P, words, ()) for words in ("渠水绕过北", "坡，通了。"))
    >>> one = Article("a1", jump_to=Jump("下转第二版", 2, "a2", True), paragraphs=(next(halves),))
    >>> two = Article("a2", jump_from=Jump("上接第一版", 1, "a1", True), paragraphs=(next(halves),))
    >>> [piece.text for piece in pieces((one, two))]
    ['渠水绕过北坡，通了。', '下转第二版']
    """
    first, *_ = story
    told: list[Piece] = [first.jump_from] if first.jump_from else []
    told += first.paragraphs
    for half, after in pairwise(story):
        told = [*_gone_on(told, half.jump_to, after), *signs(after)]
    last = story[-1].jump_to
    return [*told, last] if last else told


def _gone_on(told: Sequence[Piece], jump: Jump | None, after: Article) -> list[Piece]:
    """What was told, then the paragraphs of the next half; a sentence that the jump line broke is joined."""
    mark: list[Piece] = [jump] if jump else []
    ends, starts = _body(told), _body(after.paragraphs)
    torn = any(each.torn for each in (jump, after.jump_from) if each)
    if not (torn and ends and starts):
        return [*told, *mark, *after.paragraphs]
    (last, one), (first, other) = ends[-1], starts[0]
    joined = Paragraph(one.kind, _joined(one.text, other.text), one.spans + other.spans)
    return [*told[:last], joined, *told[last + 1 :], *mark, *after.paragraphs[:first], *after.paragraphs[first + 1 :]]


def _body(told: Iterable[Piece]) -> list[tuple[int, Paragraph]]:
    """The paragraphs of running text, each with its place among the pieces."""
    return [
        (place, piece)
        for place, piece in enumerate(told)
        if isinstance(piece, Paragraph) and piece.kind is ParagraphKind.P
    ]


def _joined(one: str, other: str) -> str:
    """Both texts as one; Chinese needs no space where it was broken, two words in Latin letters do.

    >>> _joined("渠水绕过北", "坡。"), _joined("用 AI", "labels 标明")
    ('渠水绕过北坡。', '用 AI labels 标明')
    """
    latin = all(char.isascii() and char.isalpha() for char in one[-1:] + other[:1])
    return one + (" " if latin and one and other else "") + other


def signs(article: Article) -> list[str]:
    """The byline and dateline that the page gives on lines of their own, not within a paragraph."""
    within = {inside.part for inside in article.inside}
    dateline = article.dateline.text if article.dateline else None
    found = {"byline": article.byline, "dateline": dateline}
    return [sign.strip() for part, sign in found.items() if sign and part not in within]


def pointer(half: Article, story: Story, lang: Lang) -> str:
    """What stands in the place of a half that is told with the story it goes on: its own heads, and where to look.

    >>> pointer(Article("a2", headline="水渠通水"), (Article("a1", headline="北坡水渠通水"),), "zh")
    '水渠通水（全文见“北坡水渠通水”）'
    """
    heads = "　".join(head.strip() for name in HEADS if (head := getattr(half, name)))
    mark = jump_line(half.jump_from, lang) or ""
    headline = (story[0].headline or say("export.no_headline", lang)).strip()
    return heads + mark + say("export.told_whole", lang, headline=headline)


def jump_line(jump: Jump | None, lang: Lang) -> str | None:
    """A jump line in brackets, as papers print it in running text, whether or not this page did.

    Where the other half is in another file, that is named.

    >>> jump_line(Jump("(下转第三版)"), "zh"), jump_line(Jump("上接第一版", 1, "page1.json#a2"), "zh")
    ('（下转第三版）', '（上接第一版，见 page1）')
    """
    if jump is None:
        return None
    file, _, article = (jump.article or "").rpartition("#")
    where = say("export.other_file", lang, file=file.removesuffix(".json")) if file and article else ""
    return f"（{jump.text.strip().strip('（）()')}{where}）"

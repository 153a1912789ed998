"""How well we read: scores that print their own recipe.

``measure_articles`` holds stories given back against stories known to be right (``truth``), in three ways: as bags of
character 5-grams (article F1), character by character (B-cubed), and joint by joint (does each piece follow its own?).
"""

from presscheck.measure.alignment import Galley, align, galley
from presscheck.measure.articles import measure_articles, readers_without
from presscheck.measure.labelling import BCubed
from presscheck.measure.match import ArticleScore, score_stories
from presscheck.measure.report import ArticlesReport, PageScore
from presscheck.measure.story import Piece, Story, read_truth, story_of

__all__ = [
    "ArticleScore",
    "ArticlesReport",
    "BCubed",
    "Galley",
    "PageScore",
    "Piece",
    "Story",
    "align",
    "galley",
    "measure_articles",
    "read_truth",
    "readers_without",
    "score_stories",
    "story_of",
]

"""The kinds of evidence that decide which fragment follows which, and a judge that must do without one of them.

Used to measure what each kind brings (``presscheck measure articles --ablate``): the weights that read it are set to
nothing, all else stays as it was learned.
"""

from presscheck.articles import places, queues, seams, second_reading, traits
from presscheck.articles.judge import SECOND, Judge

KINDS: dict[str, frozenset[str]] = {
    "seam": frozenset({
        "seam", "seam_short", "seam_rank_ahead", "seam_rank_back", "seam_margin_ahead", "seam_margin_back",
        "seam_over_others", "closes_what_a_opened", "digits_meet", "number_goes_on", "latin_meets", "end_chance",
        "start_chance", "left_open", "never_opened", "ends_number", "starts_number",
    }),
    "matter": frozenset({
        "matter", "matter_rank_ahead", "matter_rank_back", "matter_over_others", "matter_ahead", "matter_rank",
        "matter_back_rank", "fragment_matter", "matter_around", "best_matter", "linked_matter",
        "best_free_matter",
    }),
    "words": frozenset({
        "cohesion", "rare_shared", "cohesion_rank", "same_opening", "best_cohesion", "cohesion_ahead", "likeness",
        "likeness_rank", "likeness_back_rank", "to_fragment", "to_fragment_rank", "best", "fragment_likeness",
        "best_likeness",
    }),
    "order": frozenset({
        "next_line", "after", "distance", "two_on", "far", "is_current", "older", "passes_torn", "passes_complete",
        "was_passed", "torn", "leaves_torn", "best_open", "ends_before", "opens_after",
    }),
    "heads": frozenset({
        "dateline_start", "dateline_line", "byline_line", "jump_from", "jump_to", "crosshead_mark", "head", "credit",
        "text", "head_to_text", "credit_to_text", "text_to_heads", "credit_again", "head_to_heads", "current_is_heads",
        "head_awaited", "text_before", "heads_before", "credit_before", "head_after", "credit_after", "heads_in_after",
        "head_after_text", "heads_in", "credit_in_after", "head_after_broken",
    }),
    "places": frozenset({*places.TRAITS, *places.NAMES}),
}  # fmt: skip
"""What each kind is made of: names of traits, of pair evidence, of steps, and of the second reading.

seam: the language model's view of a cut, and what spans it. matter: what fragments are about, learned. words: rare
words that both hold. order: where the dump has them, and the stack order of its columns. heads: marks, and the order of
a story's parts. places: where they stand on the paper, and how they are set.
"""


def without(judge: Judge, kind: str) -> Judge:
    """``judge`` with the weights of one kind of evidence set to nothing. Raises ``KeyError`` for a kind unknown."""
    gone = KINDS[kind]
    rows = {name: _rows(name, gone) for name in judge.tables if name.endswith(".weight")}
    tables = {name: table.copy() for name, table in judge.tables.items()}
    for name, inputs in rows.items():
        tables[name][inputs] = 0
    return Judge(tables, judge.recipe)


def _rows(layer: str, gone: frozenset[str]) -> list[int]:
    """The inputs of a layer that are of the kind."""
    return [place for place, name in enumerate(_inputs(layer)) if name in gone]


def _inputs(layer: str) -> tuple[str, ...]:
    """The names of what a layer takes in; none for a layer that only reads another."""
    network, part, _ = layer.replace(SECOND, "").split(".")
    company: tuple[str, ...] = (*traits.NAMES * 3, *("seam",) * 4, *("head",) * 4)
    evidence: tuple[str, ...] = seams.NAMES
    if network.startswith("boxes"):
        company, evidence = (*company, *places.TRAITS * 4), (*evidence, *places.NAMES)
    if network in ("columns", "fragments", "boxes"):
        return {"evidence": evidence}.get(part, company if part in ("before", "after", "opens", "closes") else ())
    if network in ("join", "boxes_join"):
        return (*company, *company, *evidence) if part == "hidden" else ()
    if network in ("steps", "boxes_roles"):
        return (queues.NAMES if network == "steps" else company) if part == "hidden" else ()
    ends = second_reading.END_NAMES
    return {"hidden": second_reading.PAIR_NAMES, "opens": ends, "closes": ends}.get(part, ())

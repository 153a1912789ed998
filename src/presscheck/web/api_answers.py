"""What the desk answers programs, status by status; the forms of what no verb of the command line gives."""

import datetime
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from presscheck.export.schema import Article, Correction, Count, Span

PROBLEMS = {
    400: "What was asked is not possible, or not written as it should be.",
    401: "Nobody is known by this token, or none was sent.",
    403: "This needs a higher role, or comes from a page of another site.",
    404: "There is no such thing.",
    408: "The request came too slowly.",
    409: "Somebody else changed this meanwhile.",
    412: "It is no longer as `If-Match` says.",
    413: "The request brings more than this desk takes at once.",
    414: "The address is too long.",
    421: "The desk is not called by this name.",
    422: "A field is not as it should be, or the file cannot be read.",
    429: "Too many tokens were tried in vain.",
    431: "The heads of the request are too long.",
    501: "A part that this needs is not installed.",
    503: "Others are writing to the record; try again.",
}
"""What each status says that is no answer."""
ALWAYS = (400, 401, 403, 414, 421, 422, 429, 431, 503)
"""Those that any request may meet."""
WITH_A_BODY = (408, 413)
CHANGING = (404, 409, 412)
TAG = {"ETag": "How the file stands: it changes with every step taken on it, and every new version of it."}
LAST_STEP = {"X-Last-Step": "The number of the last step taken on the file, 0 where there is none."}
UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": "One page file."},
                        "date": {
                            "type": "string",
                            "format": "date",
                            "description": "The day of the paper, where the page does not tell it.",
                        },
                        "ocr": {
                            "type": "boolean",
                            "description": "Read the picture of a page even where there is text.",
                        },
                    },
                }
            }
        },
    }
}
"""The form of an upload, for its page in the documentation."""


def answers(
    form: type[BaseModel] | None,
    *more: int,
    status: int = 200,
    told: str = "What was asked for.",
    headers: Mapping[str, str] | None = None,
) -> dict[int | str, dict[str, Any]]:
    """What an endpoint answers, for its page in the documentation: ``form``, or one of the problems.

    ``headers`` come with the answer, each with what it says.

    >>> sorted(answers(Problem, 413))[:3], answers(Problem)[200]["description"]
    ([200, 400, 401], 'What was asked for.')
    """
    good: dict[str, Any] = {"description": told} | ({"model": form} if form else {})
    if headers:
        kinds = {name: "integer" if name == "X-Last-Step" else "string" for name in headers}
        good["headers"] = {
            name: {"description": says, "schema": {"type": kinds[name]}} for name, says in headers.items()
        }
    return {status: good, **{code: {"description": PROBLEMS[code]} for code in sorted({*ALWAYS, *more})}}


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Problem(_Form):
    """What went wrong, and what to do (RFC 9457)."""

    type: Literal["about:blank"]
    title: str
    """A sentence in the language that was asked for."""
    status: Annotated[int, Field(ge=400, le=599)]


class Words(_Form):
    """The same sentence in both languages."""

    en: str
    zh: str


class PageNote(Words):
    """What is to be said of a page on which nothing could be read."""

    page: str


class FileAdded(_Form):
    """What came of a file that was added to the record."""

    name: str
    """What the file is called in the record."""
    state: Literal["new", "changed", "same"]
    """``changed``: it is a new version, the old one is kept."""
    version: Count
    new: Count
    """Stories that are new; ``changed`` and ``same`` count stories too."""
    changed: Count
    same: Count
    facts: Count
    """Facts that were added."""
    document: int | None
    """The number of the file, see ``/api/v1/documents/{id}``."""
    troubles: list[Words]
    """Lines of the file that are no story."""
    more_troubles: Count
    """How many more there are."""
    notes: list[PageNote]


class FileRefused(_Form):
    """Why nothing of a file came into the record."""

    error: Words


class Nothing(_Form):
    """Nothing is to be told yet."""


class JobTold(_Form):
    """A file that was given to be read, and how far that is."""

    id: str
    at: datetime.datetime
    """When it was given."""
    file: str
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    done: Count
    """So many stories of ``total`` are read, where they can be counted."""
    total: Count
    told: FileAdded | FileRefused | Nothing


class FileRow(_Form):
    """A file of the record in its current version."""

    id: int
    """The number of this version."""
    name: str
    version: Count
    kind: Literal["pages", "articles"]
    added: str
    """When it came into the record."""
    pages: Count
    stories: Count
    open: Count
    """Corrections that nobody decided yet."""
    steps: Count
    """Steps of work by hand."""


class Files(RootModel[list[FileRow]]):
    """Some files of the record, the newest first."""


class OpenCorrection(_Form):
    """A correction that nobody decided yet, with the words around it and where they stand on the page."""

    document: int
    file: str
    article: str
    """The id of the story within its file: a3."""
    headline: str | None
    left: str
    right: str
    spans: list[Span]
    correction: Correction


class OpenCorrections(_Form):
    """Corrections that nobody decided yet, and how many there are in all."""

    total: Count
    corrections: list[OpenCorrection]


class StepDone(_Form):
    """A step that was taken."""

    step: Count
    last_step: Count
    """The last step of the file as it stands now."""
    document: int
    at: datetime.datetime


class StepTold(_Form):
    """What somebody did to the stories of a file."""

    id: int
    document: str
    """The name of the file."""
    at: str
    who: str
    kind: Literal["decide", "arrange", "carry", "undo"]
    """``carry``: what was done by hand was carried over to a new reading of the file."""
    undone: bool
    undoes: int | None
    """The step that this one undid."""
    sentence: str


class StepsTold(RootModel[list[StepTold]]):
    """What was done by hand, the latest first."""


class StoryPlace(_Form):
    """What the record knows of a story."""

    name: str
    version: Count
    current: bool
    """Whether this is how it stands now."""
    date: datetime.date | None
    paper: str | None
    document: str | None
    """The name of its file."""


class RecordedStory(Article):
    """A story of the record, with its facts."""

    record: StoryPlace

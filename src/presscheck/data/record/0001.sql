-- A file as it was added: of pages, or of finished articles. Each change of it is a new version; the old ones stay.
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    current INTEGER NOT NULL,
    kind TEXT NOT NULL,          -- pages, articles
    sha256 TEXT NOT NULL,        -- of the file's bytes
    digest BLOB NOT NULL,        -- of the bytes, of how they were read and of what read them
    made_by TEXT NOT NULL,       -- JSON
    told BLOB,                   -- packed: the reading without its stories
    UNIQUE (name, version)
);
CREATE TABLE page (
    document INTEGER NOT NULL REFERENCES document,
    id TEXT NOT NULL,
    text BLOB NOT NULL,          -- packed: the raw text that spans count
    PRIMARY KEY (document, id)
) WITHOUT ROWID;
-- A story. What is looked for stands here, its words in content.
CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    current INTEGER NOT NULL,
    document INTEGER REFERENCES document,
    day INTEGER,                 -- 20260618
    paper INTEGER REFERENCES term,
    digest BLOB NOT NULL,
    UNIQUE (name, version)
);
CREATE INDEX article_day ON article (day);
CREATE INDEX article_document ON article (document);
CREATE TABLE content (
    id INTEGER PRIMARY KEY REFERENCES article,
    told BLOB NOT NULL,          -- packed: the story without its facts
    facts BLOB NOT NULL          -- packed: its facts
);
-- Names, units and indicators, each once.
CREATE TABLE term (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
);
-- A fact by what it can be asked for; id is its article's id times 1048576, and which of the article's facts it is.
CREATE TABLE fact (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    unit INTEGER REFERENCES term,
    speaker INTEGER REFERENCES term,
    first INTEGER,               -- the first and last day it is of: 20260101
    last INTEGER
);
CREATE INDEX fact_kind ON fact (kind);
CREATE INDEX fact_unit ON fact (unit) WHERE unit IS NOT NULL;
-- Who or what fills which role of a fact.
CREATE TABLE role (
    term INTEGER NOT NULL REFERENCES term,
    role INTEGER NOT NULL,
    fact INTEGER NOT NULL REFERENCES fact,
    PRIMARY KEY (term, role, fact)
) WITHOUT ROWID;
-- Every character of every story is a word of its own here, so that words of one character up are found.
CREATE VIRTUAL TABLE text USING fts5(chars, words, content='', tokenize='unicode61 remove_diacritics 0');
-- What was done to the record, in order.
CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,            -- 2026-06-18T09:30:00Z
    verb TEXT NOT NULL,
    document INTEGER REFERENCES document,
    told TEXT NOT NULL           -- JSON: how many stories and facts
);

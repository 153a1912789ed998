-- The bytes of a page file, so that its page can be shown beside what was read from it; each file once.
CREATE TABLE original (
    sha256 TEXT PRIMARY KEY,
    bytes BLOB NOT NULL
);
-- What people did by hand to the stories of a file, in order. Nothing is taken out: to undo a step is a step too.
CREATE TABLE step (
    id INTEGER PRIMARY KEY,
    document TEXT NOT NULL,      -- the file's name
    version INTEGER NOT NULL,    -- of the document, when the step was taken
    at TEXT NOT NULL,            -- 2026-06-18T09:30:00Z
    who TEXT NOT NULL,
    kind TEXT NOT NULL,          -- decide, arrange, carry, undo
    told BLOB NOT NULL,          -- packed: what was decided, moved or carried over
    undoes INTEGER REFERENCES step
);
CREATE INDEX step_document ON step (document);
-- The step that made this version of a story; without one it is as the machine read it.
ALTER TABLE article ADD COLUMN step INTEGER REFERENCES step;
-- How a file stands after work by hand: the order of its stories, and what belongs to none of them.
CREATE TABLE arranged (
    document INTEGER PRIMARY KEY REFERENCES document,
    told BLOB NOT NULL           -- packed
);
-- The corrections of current stories that nobody decided yet, in the order in which they are to be looked at.
CREATE TABLE mark (
    tier INTEGER NOT NULL,       -- 0 sure, 1 likely, 2 suspect
    document INTEGER NOT NULL REFERENCES document,
    story INTEGER NOT NULL,      -- the number in the story's id
    at INTEGER NOT NULL,         -- which of the story's corrections
    article INTEGER NOT NULL REFERENCES article,
    PRIMARY KEY (tier, document, story, at)
) WITHOUT ROWID;
CREATE INDEX mark_document ON mark (document);
CREATE INDEX mark_article ON mark (article);
-- Work that goes on behind the desk: it is taken up again where the program was stopped.
CREATE TABLE job (
    id TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    file TEXT NOT NULL,
    asked TEXT NOT NULL,         -- JSON: how it is to be read
    state TEXT NOT NULL,         -- waiting, running, done, failed, cancelled
    done INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    told TEXT,                   -- JSON: what came of it, or what went wrong in both languages
    bytes BLOB                   -- until it is done
);
CREATE INDEX job_state ON job (state);
-- Claims that were checked at the desk, as they were answered then: a permanent link leads to each.
CREATE TABLE asked (
    id TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    text TEXT NOT NULL,
    day TEXT,
    lang TEXT NOT NULL,
    told BLOB NOT NULL           -- packed: the verdicts
);
-- What people said to findings of an audit; the last word counts.
CREATE TABLE judged (
    id INTEGER PRIMARY KEY,
    finding TEXT NOT NULL,       -- what tells the finding: digest of its rule and its words
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    judgement TEXT NOT NULL,     -- confirmed, dismissed, open
    note TEXT NOT NULL
);
CREATE INDEX judged_finding ON judged (finding);
-- Who did what at the desk, and from where.
CREATE TABLE log (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    address TEXT NOT NULL,
    what TEXT NOT NULL,
    told TEXT NOT NULL           -- JSON
);

-- How sure each open correction is, so that the surest, or the most doubtful, can be looked at first.
ALTER TABLE mark ADD COLUMN confidence REAL NOT NULL DEFAULT 0;

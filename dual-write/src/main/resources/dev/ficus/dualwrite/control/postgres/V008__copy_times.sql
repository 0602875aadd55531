-- When the copy of a chunk began, beside when it was done: what a table took, over all runs, is the time that they cover together.
-- And how many attempts at a chunk of a table failed and were made again; a chunk that fails is rolled back with its row.
ALTER TABLE ficus.chunk ADD COLUMN began_at timestamptz;
ALTER TABLE ficus.frontier ADD COLUMN errors integer NOT NULL DEFAULT 0;

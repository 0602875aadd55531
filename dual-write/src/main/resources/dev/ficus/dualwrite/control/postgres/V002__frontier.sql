-- How far the chunks of a table are cut: exclusive, null before the first. A chunk is recorded in the transaction that
-- moves this on, just ahead of the workers; ended_at tells that the chunks reach to the end of the table.
CREATE TABLE ficus.frontier (
  domain      text NOT NULL REFERENCES ficus.domain,
  table_name  text NOT NULL,
  above       text[],
  next_number integer NOT NULL,
  ended_at    timestamptz,
  PRIMARY KEY (domain, table_name)
);

-- The next chunk is found without walking over those that are done.
CREATE INDEX chunk_waiting ON ficus.chunk (domain, table_name, number) WHERE done_at IS NULL;

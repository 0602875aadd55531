-- Changes of a stream that did not hit exactly one row, where the domain counts them instead of stopping. One row for each
-- epoch with their number, and the first of them with their keys.
CREATE TABLE ficus.divergence (
  domain    text NOT NULL REFERENCES ficus.domain,
  direction text NOT NULL CHECK (direction IN ('forward', 'reverse')),
  epoch     bigint NOT NULL,
  found     bigint NOT NULL,
  last_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (domain, direction, epoch)
);

CREATE TABLE ficus.divergent_change (
  domain     text NOT NULL REFERENCES ficus.domain,
  direction  text NOT NULL,
  epoch      bigint NOT NULL,
  number     bigint NOT NULL,
  table_name text NOT NULL,
  what       text NOT NULL,
  found_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (domain, direction, epoch, number)
);

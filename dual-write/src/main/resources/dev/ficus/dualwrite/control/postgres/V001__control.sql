CREATE TABLE ficus.domain (
  name       text PRIMARY KEY,
  phase      text NOT NULL CHECK (phase IN ('legacy', 'mirroring', 'dual-write', 'postgres', 'retired')),
  epoch      bigint NOT NULL CHECK (epoch > 0),
  changed_at timestamptz NOT NULL DEFAULT now()
);

-- The checkpoint of the forward stream, moved in the transaction of the data that it applied. Its change also marks the
-- transaction, so that the reverse stream skips it.
CREATE TABLE ficus.checkpoint (
  domain       text NOT NULL REFERENCES ficus.domain,
  direction    text NOT NULL CHECK (direction IN ('forward', 'reverse')),
  epoch        bigint NOT NULL,
  position     text NOT NULL,
  strict_from  text,
  beat         bigint NOT NULL,
  changes      bigint NOT NULL,
  transactions bigint NOT NULL,
  echoes       bigint NOT NULL,
  source_at    timestamptz,
  applied_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (domain, direction)
);

-- One row for each domain. Raising beat commits a row that travels through the reverse stream.
CREATE TABLE ficus.beat (
  domain  text PRIMARY KEY,
  beat    bigint NOT NULL,
  sent_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE ficus.backfill (
  domain          text PRIMARY KEY REFERENCES ficus.domain,
  state           text NOT NULL CHECK (state IN ('copying', 'replaying', 'rebuilding', 'done')),
  source_server   text NOT NULL,
  start_position  text NOT NULL,
  copied_position text,
  started_at      timestamptz NOT NULL DEFAULT now(),
  finished_at     timestamptz
);

-- The chunk ledger: a chunk's rows and its done_at commit together. Keys are exclusive below, inclusive above; a null
-- bound is open.
CREATE TABLE ficus.chunk (
  domain     text NOT NULL REFERENCES ficus.domain,
  table_name text NOT NULL,
  number     integer NOT NULL,
  above      text[],
  up_to      text[],
  row_count  bigint,
  byte_count bigint,
  done_at    timestamptz,
  PRIMARY KEY (domain, table_name, number)
);

-- Indexes and foreign keys that were taken down for the load, with the statement that builds each again.
CREATE TABLE ficus.detached (
  domain     text NOT NULL REFERENCES ficus.domain,
  table_name text NOT NULL,
  name       text NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('index', 'constraint', 'foreign key')),
  definition text NOT NULL,
  PRIMARY KEY (domain, table_name, name)
);

-- The journal of the cutovers. A row in state 'open' is undone on a crash, one in state 'committed' is only carried on.
CREATE TABLE ficus.journal (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  domain     text NOT NULL REFERENCES ficus.domain,
  from_phase text NOT NULL,
  to_phase   text NOT NULL,
  epoch      bigint NOT NULL,
  state      text NOT NULL CHECK (state IN ('open', 'committed', 'finished', 'undone')),
  started_at timestamptz NOT NULL DEFAULT now(),
  ended_at   timestamptz,
  pause_ms   bigint
);
CREATE UNIQUE INDEX journal_one_unfinished ON ficus.journal (domain) WHERE state IN ('open', 'committed');

CREATE TABLE ficus.journal_step (
  journal bigint NOT NULL REFERENCES ficus.journal,
  number  integer NOT NULL,
  step    text NOT NULL,
  detail  text NOT NULL,
  at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (journal, number)
);

CREATE TABLE ficus.verification (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  domain      text NOT NULL REFERENCES ficus.domain,
  epoch       bigint NOT NULL,
  started_at  timestamptz NOT NULL,
  finished_at timestamptz NOT NULL,
  row_count   bigint NOT NULL,
  differences bigint NOT NULL,
  unsettled   bigint NOT NULL
);

-- Refuses every write to a fenced table from a session that has not set ficus.applier to the domain. Each table of a
-- domain has the trigger ficus_fence; enabling and disabling it takes and lifts the fence.
CREATE FUNCTION ficus.fence() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = ficus, pg_temp AS $$
DECLARE
  held ficus.domain%ROWTYPE;
BEGIN
  IF coalesce(current_setting('ficus.applier', true), '') = TG_ARGV[0] THEN
    RETURN NULL;
  END IF;
  SELECT * INTO held FROM ficus.domain WHERE name = TG_ARGV[0];
  RAISE EXCEPTION 'ficus fence: domain % is in phase % (epoch %), PostgreSQL does not take its writes',
      TG_ARGV[0], held.phase, held.epoch
    USING ERRCODE = 'FCFN1', HINT = 'write to the owner of the domain';
END $$;

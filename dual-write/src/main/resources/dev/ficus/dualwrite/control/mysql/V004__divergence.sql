-- Changes of the reverse stream that did not hit exactly one row, where the domain counts them instead of stopping. One row
-- for each epoch with their number, and the first of them with their keys.
CREATE TABLE divergence (
  domain    VARCHAR(40) CHARACTER SET ascii NOT NULL,
  direction VARCHAR(7)  CHARACTER SET ascii NOT NULL,
  epoch     BIGINT       NOT NULL,
  found     BIGINT       NOT NULL,
  last_at   TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (domain, direction, epoch)
) ENGINE=InnoDB;

CREATE TABLE divergent_change (
  domain     VARCHAR(40) CHARACTER SET ascii NOT NULL,
  direction  VARCHAR(7)  CHARACTER SET ascii NOT NULL,
  epoch      BIGINT       NOT NULL,
  number     BIGINT       NOT NULL,
  table_name VARCHAR(64)  CHARACTER SET utf8mb4 NOT NULL,
  what       TEXT         CHARACTER SET utf8mb4 NOT NULL,
  found_at   TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (domain, direction, epoch, number)
) ENGINE=InnoDB;

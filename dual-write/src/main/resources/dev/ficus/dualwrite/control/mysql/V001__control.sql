-- What must commit together with MySQL data: the checkpoint of the reverse stream. Its change also marks the
-- transaction, so that the forward stream skips it.
CREATE TABLE checkpoint (
  domain       VARCHAR(40)  CHARACTER SET ascii NOT NULL,
  direction    VARCHAR(7)   CHARACTER SET ascii NOT NULL,
  epoch        BIGINT       NOT NULL,
  position     VARCHAR(255) CHARACTER SET ascii NOT NULL,
  strict_from  VARCHAR(255) CHARACTER SET ascii NULL,
  beat         BIGINT       NOT NULL,
  changes      BIGINT       NOT NULL,
  transactions BIGINT       NOT NULL,
  echoes       BIGINT       NOT NULL,
  source_at    TIMESTAMP(6) NULL,
  applied_at   TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (domain, direction)
) ENGINE=InnoDB;

-- One row for each domain. Raising beat commits a row that travels through the forward stream: as a heartbeat, as the
-- barrier before a copy, and as the marker of a cutover or a verification.
CREATE TABLE beat (
  domain  VARCHAR(40) CHARACTER SET ascii NOT NULL,
  beat    BIGINT      NOT NULL,
  sent_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (domain)
) ENGINE=InnoDB;

-- A wiki whose makers distrusted the server's character sets: text is varbinary and in truth UTF-8, times are fourteen
-- digits, nothing has a foreign key that the code does not need.
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

CREATE TABLE account (
  account_id int(10) unsigned NOT NULL AUTO_INCREMENT,
  account_name varbinary(255) NOT NULL DEFAULT '',
  real_name varbinary(255) NOT NULL DEFAULT '',
  secret tinyblob NOT NULL,
  mail tinyblob,
  token binary(32) NOT NULL DEFAULT '',
  registered binary(14) DEFAULT NULL,
  edits int(10) unsigned DEFAULT NULL,
  PRIMARY KEY (account_id),
  UNIQUE KEY account_name (account_name),
  KEY account_mail (mail(50))
) ENGINE=InnoDB DEFAULT CHARSET=binary;

CREATE TABLE account_group (
  account_id int(10) unsigned NOT NULL,
  group_name varbinary(64) NOT NULL DEFAULT '',
  expires varbinary(14) DEFAULT NULL,
  PRIMARY KEY (account_id, group_name),
  KEY group_name (group_name),
  CONSTRAINT group_of FOREIGN KEY (account_id) REFERENCES account (account_id)
) ENGINE=InnoDB DEFAULT CHARSET=binary;

CREATE TABLE actor (
  actor_id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  account_id int(10) unsigned DEFAULT NULL,
  shown_name varbinary(255) NOT NULL,
  PRIMARY KEY (actor_id),
  UNIQUE KEY actor_name (shown_name),
  UNIQUE KEY actor_account (account_id),
  CONSTRAINT actor_of FOREIGN KEY (account_id) REFERENCES account (account_id)
) ENGINE=InnoDB DEFAULT CHARSET=binary;

CREATE TABLE page (
  page_id int(10) unsigned NOT NULL AUTO_INCREMENT,
  space int(11) NOT NULL,
  title varbinary(255) NOT NULL,
  is_redirect tinyint(3) unsigned NOT NULL DEFAULT 0,
  is_new tinyint(1) unsigned NOT NULL DEFAULT 0,
  random double unsigned NOT NULL,
  touched binary(14) NOT NULL DEFAULT '\0\0\0\0\0\0\0\0\0\0\0\0\0\0',
  latest bigint(20) unsigned NOT NULL DEFAULT 0,
  length int(10) unsigned NOT NULL DEFAULT 0,
  model varbinary(32) DEFAULT NULL,
  language varbinary(35) DEFAULT NULL,
  PRIMARY KEY (page_id),
  UNIQUE KEY page_name (space, title),
  KEY page_random (random),
  KEY page_length (length)
) ENGINE=InnoDB DEFAULT CHARSET=binary;

CREATE TABLE version (
  version_id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  page_id int(10) unsigned NOT NULL,
  actor_id bigint(20) unsigned NOT NULL,
  summary_id bigint(20) unsigned NOT NULL DEFAULT 0,
  at binary(14) NOT NULL,
  minor tinyint(3) unsigned NOT NULL DEFAULT 0,
  deleted tinyint(3) unsigned NOT NULL DEFAULT 0,
  parent bigint(20) unsigned DEFAULT NULL,
  digest varbinary(32) NOT NULL DEFAULT '',
  PRIMARY KEY (version_id),
  KEY page_at (page_id, at),
  KEY actor_at (actor_id, at, version_id),
  CONSTRAINT version_page FOREIGN KEY (page_id) REFERENCES page (page_id),
  CONSTRAINT version_actor FOREIGN KEY (actor_id) REFERENCES actor (actor_id)
) ENGINE=InnoDB DEFAULT CHARSET=binary;

CREATE TABLE version_part (
  version_id bigint(20) unsigned NOT NULL,
  role smallint(5) unsigned NOT NULL,
  origin bigint(20) unsigned NOT NULL,
  content mediumblob NOT NULL,
  flags tinyblob NOT NULL,
  PRIMARY KEY (version_id, role),
  KEY part_origin (version_id, origin, role),
  CONSTRAINT part_of FOREIGN KEY (version_id) REFERENCES version (version_id)
) ENGINE=InnoDB DEFAULT CHARSET=binary;

CREATE TABLE summary (
  summary_id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  hash int(11) NOT NULL,
  body blob NOT NULL,
  data blob,
  PRIMARY KEY (summary_id),
  KEY summary_hash (hash)
) ENGINE=InnoDB DEFAULT CHARSET=binary;

CREATE TABLE page_link (
  from_page int(10) unsigned NOT NULL DEFAULT 0,
  to_space int(11) NOT NULL DEFAULT 0,
  to_title varbinary(255) NOT NULL DEFAULT '',
  from_space int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (from_page, to_space, to_title),
  KEY link_to (to_space, to_title, from_page)
) ENGINE=InnoDB DEFAULT CHARSET=binary;

CREATE TABLE category_member (
  from_page int(10) unsigned NOT NULL DEFAULT 0,
  category varbinary(255) NOT NULL DEFAULT '',
  sort_key varbinary(230) NOT NULL DEFAULT '',
  changed timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  collation_name varbinary(32) NOT NULL DEFAULT '',
  kind enum('page','subcat','file') NOT NULL DEFAULT 'page',
  PRIMARY KEY (from_page, category),
  KEY in_category (category, kind, sort_key, from_page)
) ENGINE=InnoDB DEFAULT CHARSET=binary;

CREATE TABLE media (
  name varbinary(255) NOT NULL DEFAULT '',
  size bigint(20) unsigned NOT NULL DEFAULT 0,
  width int(11) NOT NULL DEFAULT 0,
  height int(11) NOT NULL DEFAULT 0,
  metadata mediumblob NOT NULL,
  bits int(11) NOT NULL DEFAULT 0,
  kind enum('UNKNOWN','BITMAP','DRAWING','AUDIO','VIDEO','3D') DEFAULT NULL,
  major enum('unknown','application','audio','image','text','video') NOT NULL DEFAULT 'unknown',
  minor varbinary(100) NOT NULL DEFAULT 'unknown',
  actor_id bigint(20) unsigned NOT NULL,
  uploaded binary(14) NOT NULL,
  digest varbinary(32) NOT NULL DEFAULT '',
  PRIMARY KEY (name),
  KEY media_digest (digest(10)),
  KEY media_kind (kind, major, minor),
  CONSTRAINT media_by FOREIGN KEY (actor_id) REFERENCES actor (actor_id)
) ENGINE=InnoDB DEFAULT CHARSET=binary;

CREATE TABLE recent_change (
  change_id int(11) NOT NULL AUTO_INCREMENT,
  at binary(14) NOT NULL,
  actor_id bigint(20) unsigned NOT NULL,
  space int(11) NOT NULL DEFAULT 0,
  title varbinary(255) NOT NULL DEFAULT '',
  minor tinyint(3) unsigned NOT NULL DEFAULT 0,
  bot tinyint(3) unsigned NOT NULL DEFAULT 0,
  patrolled tinyint(3) unsigned NOT NULL DEFAULT 0,
  ip varbinary(40) NOT NULL DEFAULT '',
  old_length int(11) DEFAULT NULL,
  new_length int(11) DEFAULT NULL,
  params blob,
  PRIMARY KEY (change_id),
  KEY change_at (at),
  KEY change_ip (ip),
  CONSTRAINT change_by FOREIGN KEY (actor_id) REFERENCES actor (actor_id)
) ENGINE=InnoDB DEFAULT CHARSET=binary;

CREATE TABLE other_wiki (
  prefix varchar(32) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin NOT NULL,
  url blob NOT NULL,
  api blob NOT NULL,
  `local` tinyint(1) NOT NULL,
  trans tinyint(4) NOT NULL DEFAULT 0,
  PRIMARY KEY (prefix)
) ENGINE=InnoDB DEFAULT CHARSET=binary;

CREATE TABLE cache_entry (
  cache_key varbinary(255) NOT NULL DEFAULT '',
  content mediumblob,
  expires datetime DEFAULT NULL,
  PRIMARY KEY (cache_key),
  KEY expires (expires)
) ENGINE=InnoDB DEFAULT CHARSET=binary;

CREATE TABLE search_index (
  page_id int(10) unsigned NOT NULL,
  title varchar(255) NOT NULL DEFAULT '',
  words mediumtext NOT NULL,
  PRIMARY KEY (page_id),
  FULLTEXT KEY title (title),
  FULLTEXT KEY words (words)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE page_property (
  page_id int(11) NOT NULL,
  property varbinary(60) NOT NULL,
  content blob NOT NULL,
  sort_number float DEFAULT NULL,
  PRIMARY KEY (page_id, property),
  UNIQUE KEY by_property (property, page_id),
  UNIQUE KEY by_number (property, sort_number, page_id)
) ENGINE=InnoDB DEFAULT CHARSET=binary;

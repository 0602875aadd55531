-- A content management system as small publishers run it for fifteen years: a prefix, few foreign keys, zero dates,
-- tables of names and values, a table of each character set that was modern when it was added.
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

CREATE TABLE cms_people (
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  login varchar(60) NOT NULL DEFAULT '' COMMENT 'what is typed; case does not matter',
  pass_hash varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  mail varchar(100) NOT NULL DEFAULT '',
  registered datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  last_seen datetime DEFAULT NULL,
  locked tinyint(1) NOT NULL DEFAULT 0,
  karma smallint(6) NOT NULL DEFAULT 0,
  roles set('reader','author','editor','admin') NOT NULL DEFAULT 'reader',
  signature mediumtext,
  PRIMARY KEY (id),
  UNIQUE KEY login (login),
  KEY mail_start (mail(20)),
  KEY registered (registered)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='Whoever may log in';

CREATE TABLE cms_people_traits (
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  person_id bigint(20) unsigned NOT NULL DEFAULT 0,
  trait varchar(255) DEFAULT NULL,
  content longtext,
  PRIMARY KEY (id),
  KEY person (person_id),
  KEY trait (trait(191))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE cms_entries (
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  author_id bigint(20) unsigned NOT NULL,
  parent_id bigint(20) unsigned DEFAULT NULL,
  kind varchar(20) NOT NULL DEFAULT 'article',
  state enum('draft','queued','published','trash') NOT NULL DEFAULT 'draft',
  title text NOT NULL,
  slug varchar(200) NOT NULL DEFAULT '',
  body longtext NOT NULL COMMENT 'HTML, as the editor left it',
  teaser text CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci,
  created datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  created_utc datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  changed timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  link varbinary(255) NOT NULL DEFAULT '',
  sort_order int(11) NOT NULL DEFAULT 0,
  remark_count bigint(20) NOT NULL DEFAULT 0,
  slug_length int(11) GENERATED ALWAYS AS (char_length(slug)) STORED,
  shown tinyint(1) GENERATED ALWAYS AS (sort_order >= 0) VIRTUAL,
  PRIMARY KEY (id),
  UNIQUE KEY kind_slug (kind, slug),
  KEY by_author (author_id, created),
  KEY newest (created DESC),
  FULLTEXT KEY words (title, body),
  CONSTRAINT entry_author FOREIGN KEY (author_id) REFERENCES cms_people (id),
  CONSTRAINT entry_parent FOREIGN KEY (parent_id) REFERENCES cms_entries (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE cms_entry_traits (
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  entry_id bigint(20) unsigned NOT NULL,
  trait varchar(255) DEFAULT NULL,
  content longtext,
  PRIMARY KEY (id),
  KEY trait (trait(191)),
  CONSTRAINT trait_entry FOREIGN KEY (entry_id) REFERENCES cms_entries (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE cms_terms (
  id int(10) unsigned NOT NULL AUTO_INCREMENT,
  label varchar(200) NOT NULL DEFAULT '',
  slug varchar(200) NOT NULL DEFAULT '',
  `group` bigint(10) NOT NULL DEFAULT 0,
  about text,
  PRIMARY KEY (id),
  UNIQUE KEY slug (slug),
  KEY label (label(100))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE cms_entry_terms (
  entry_id bigint(20) unsigned NOT NULL,
  term_id int(10) unsigned NOT NULL,
  `order` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (entry_id, term_id),
  KEY by_term (term_id),
  CONSTRAINT link_entry FOREIGN KEY (entry_id) REFERENCES cms_entries (id),
  CONSTRAINT link_term FOREIGN KEY (term_id) REFERENCES cms_terms (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE cms_remarks (
  id int(10) unsigned NOT NULL AUTO_INCREMENT,
  entry_id bigint(20) unsigned NOT NULL,
  answers int(10) unsigned DEFAULT NULL,
  author tinytext NOT NULL,
  author_ip varchar(100) NOT NULL DEFAULT '',
  written datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  body text NOT NULL,
  verdict enum('0','1','spam','') NOT NULL DEFAULT '1',
  agent varchar(255) NOT NULL DEFAULT '',
  PRIMARY KEY (id),
  KEY waiting (verdict, written),
  KEY author_start (author(10)),
  CONSTRAINT remark_entry FOREIGN KEY (entry_id) REFERENCES cms_entries (id),
  CONSTRAINT remark_answers FOREIGN KEY (answers) REFERENCES cms_remarks (id)
) ENGINE=InnoDB DEFAULT CHARSET=latin1 COLLATE=latin1_swedish_ci;

CREATE TABLE cms_options (
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  name varchar(191) DEFAULT NULL,
  content longtext NOT NULL,
  autoload varchar(20) NOT NULL DEFAULT 'yes',
  PRIMARY KEY (id),
  UNIQUE KEY name (name),
  KEY autoload (autoload)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE cms_files (
  uuid binary(16) NOT NULL,
  path varchar(700) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
  bytes int(10) unsigned NOT NULL DEFAULT 0,
  checksum binary(32) DEFAULT NULL,
  preview blob,
  meta json DEFAULT NULL,
  ratio double DEFAULT NULL,
  weight float DEFAULT NULL,
  running time(3) DEFAULT NULL,
  taken year(4) DEFAULT NULL,
  flags bit(12) NOT NULL DEFAULT b'0',
  uploaded timestamp(6) NULL DEFAULT NULL,
  PRIMARY KEY (uuid),
  KEY path (path(120))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE cms_redirects (
  source varchar(255) COLLATE utf8mb4_bin NOT NULL,
  target varchar(2048) NOT NULL,
  permanent bit(1) NOT NULL DEFAULT b'1',
  hits mediumint(8) unsigned NOT NULL DEFAULT 0,
  last_hit date NOT NULL DEFAULT '0000-00-00',
  PRIMARY KEY (source)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE CMS_AUDIT (
  ID bigint(20) NOT NULL AUTO_INCREMENT,
  Noted date NOT NULL,
  Who bigint(20) unsigned DEFAULT NULL,
  What varchar(80) NOT NULL,
  Detail text,
  PRIMARY KEY (ID, Noted),
  KEY Who (Who)
) ENGINE=InnoDB DEFAULT CHARSET=latin1 COLLATE=latin1_general_ci
PARTITION BY RANGE (year(Noted)) (
  PARTITION before_2024 VALUES LESS THAN (2024),
  PARTITION of_2024 VALUES LESS THAN (2025),
  PARTITION later VALUES LESS THAN MAXVALUE
);

CREATE TABLE cms_hits (
  entry_id bigint(20) unsigned NOT NULL,
  at datetime NOT NULL,
  KEY entry_id (entry_id)
) ENGINE=InnoDB DEFAULT CHARSET=latin1;

CREATE VIEW cms_published AS SELECT id, title, slug FROM cms_entries WHERE state = 'published';

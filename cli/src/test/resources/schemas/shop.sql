-- A shop of the kind that grew from a framework: declared keys nearly everywhere, one table for each language, numbers
-- that must not be off by a cent.
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

CREATE TABLE country (
  iso char(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name varchar(64) NOT NULL,
  in_union tinyint(1) NOT NULL DEFAULT 0,
  vat_percent decimal(5,3) NOT NULL DEFAULT 0.000,
  PRIMARY KEY (iso)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE customer (
  customer_id int(10) unsigned NOT NULL AUTO_INCREMENT,
  email varchar(255) NOT NULL COMMENT 'the login',
  first_name varchar(80) DEFAULT NULL,
  last_name varchar(80) DEFAULT NULL,
  born date DEFAULT NULL,
  newsletter tinyint(1) NOT NULL DEFAULT 0,
  wants set('post','mail','phone') DEFAULT NULL,
  credit decimal(20,6) NOT NULL DEFAULT 0.000000,
  password varbinary(72) DEFAULT NULL,
  created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  full_name varchar(161) GENERATED ALWAYS AS (concat(coalesce(first_name, ''), ' ', coalesce(last_name, ''))) VIRTUAL,
  PRIMARY KEY (customer_id),
  UNIQUE KEY customer_email (email),
  KEY customer_name (last_name, first_name)
  /*!80013 , KEY customer_lower ((lower(last_name))) */
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE customer_address (
  customer_id int(10) unsigned NOT NULL,
  number smallint(5) unsigned NOT NULL,
  street varchar(255) NOT NULL,
  city varchar(120) NOT NULL,
  postcode varchar(12) CHARACTER SET latin1 NOT NULL DEFAULT '',
  country char(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `default` tinyint(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (customer_id, number),
  KEY address_country (country),
  CONSTRAINT address_of FOREIGN KEY (customer_id) REFERENCES customer (customer_id) /*!90600 ON DELETE CASCADE */,
  CONSTRAINT address_in FOREIGN KEY (country) REFERENCES country (iso)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE category (
  category_id int(10) unsigned NOT NULL AUTO_INCREMENT,
  parent_id int(10) unsigned DEFAULT NULL,
  position int(11) NOT NULL DEFAULT 0,
  name varchar(128) NOT NULL,
  url_key varchar(128) CHARACTER SET latin1 COLLATE latin1_general_ci NOT NULL,
  active tinyint(1) NOT NULL DEFAULT 1,
  PRIMARY KEY (category_id),
  UNIQUE KEY category_url (url_key),
  KEY category_place (parent_id, position),
  CONSTRAINT category_parent FOREIGN KEY (parent_id) REFERENCES category (category_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE product (
  product_id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  sku varchar(64) NOT NULL,
  ean char(13) CHARACTER SET ascii DEFAULT NULL,
  category_id int(10) unsigned DEFAULT NULL,
  kind enum('simple','bundle','download','gift card') NOT NULL DEFAULT 'simple',
  price decimal(20,6) NOT NULL DEFAULT 0.000000,
  special_price decimal(20,6) DEFAULT NULL,
  price_with_tax decimal(22,6) GENERATED ALWAYS AS (round(price * 1.19, 6)) STORED,
  weight float DEFAULT NULL,
  volume double DEFAULT NULL,
  attributes json DEFAULT NULL,
  available_from datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  changed_at datetime(3) DEFAULT NULL,
  active tinyint(1) NOT NULL DEFAULT 1,
  flags bit(8) NOT NULL DEFAULT b'00000001',
  PRIMARY KEY (product_id),
  UNIQUE KEY product_sku (sku),
  KEY product_ean (ean),
  KEY product_price (active, price DESC),
  CONSTRAINT product_category FOREIGN KEY (category_id) REFERENCES category (category_id),
  CONSTRAINT product_price_is_no_debt CHECK (price >= 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE product_text (
  product_id bigint(20) unsigned NOT NULL,
  language char(5) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
  name varchar(255) NOT NULL,
  description mediumtext,
  keywords tinytext,
  PRIMARY KEY (product_id, language),
  FULLTEXT KEY product_words (name, description),
  CONSTRAINT text_of FOREIGN KEY (product_id) REFERENCES product (product_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE stock (
  product_id bigint(20) unsigned NOT NULL,
  warehouse smallint(6) NOT NULL DEFAULT 1,
  quantity decimal(12,4) NOT NULL DEFAULT 0.0000,
  reserved decimal(12,4) NOT NULL DEFAULT 0.0000,
  free decimal(13,4) GENERATED ALWAYS AS (quantity - reserved) VIRTUAL,
  PRIMARY KEY (product_id, warehouse),
  CONSTRAINT stock_of FOREIGN KEY (product_id) REFERENCES product (product_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE coupon (
  code varchar(40) NOT NULL,
  percent tinyint(3) unsigned DEFAULT NULL,
  amount decimal(10,2) DEFAULT NULL,
  valid_until date NOT NULL DEFAULT '0000-00-00',
  used int(10) unsigned NOT NULL DEFAULT 0,
  PRIMARY KEY (code),
  CONSTRAINT coupon_percent CHECK (percent <= 100)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `order` (
  order_id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  number varchar(32) CHARACTER SET latin1 NOT NULL,
  customer_id int(10) unsigned DEFAULT NULL,
  coupon varchar(40) DEFAULT NULL,
  state enum('new','paid','sent','closed','cancelled') NOT NULL DEFAULT 'new',
  currency char(3) CHARACTER SET ascii NOT NULL DEFAULT 'EUR',
  total decimal(20,6) NOT NULL DEFAULT 0.000000,
  rate double NOT NULL DEFAULT 1,
  remark text,
  placed_at datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  sent_at datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  changed_at timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  PRIMARY KEY (order_id),
  UNIQUE KEY order_number (number),
  KEY order_customer (customer_id, placed_at),
  KEY order_open (state, changed_at),
  CONSTRAINT order_customer FOREIGN KEY (customer_id) REFERENCES customer (customer_id),
  CONSTRAINT order_coupon FOREIGN KEY (coupon) REFERENCES coupon (code)
) ENGINE=InnoDB AUTO_INCREMENT=100000 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE order_line (
  order_id bigint(20) unsigned NOT NULL,
  line smallint(5) unsigned NOT NULL,
  product_id bigint(20) unsigned DEFAULT NULL,
  sku varchar(64) NOT NULL,
  quantity decimal(12,4) NOT NULL DEFAULT 1.0000,
  price decimal(20,6) NOT NULL,
  options json DEFAULT NULL,
  PRIMARY KEY (order_id, line),
  KEY line_product (product_id),
  CONSTRAINT line_of FOREIGN KEY (order_id) REFERENCES `order` (order_id),
  CONSTRAINT line_product FOREIGN KEY (product_id) REFERENCES product (product_id),
  CONSTRAINT line_quantity CHECK (quantity <> 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE payment (
  payment_id binary(16) NOT NULL,
  order_id bigint(20) unsigned NOT NULL,
  method varchar(40) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL,
  amount decimal(20,6) NOT NULL,
  reply mediumblob,
  paid_at timestamp NULL DEFAULT NULL,
  PRIMARY KEY (payment_id),
  KEY payment_order (order_id),
  CONSTRAINT payment_of FOREIGN KEY (order_id) REFERENCES `order` (order_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE order_log (
  log_id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  order_id bigint(20) unsigned NOT NULL,
  noted_at datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
  severity tinyint(3) unsigned NOT NULL DEFAULT 6,
  message text NOT NULL,
  PRIMARY KEY (log_id, order_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
PARTITION BY HASH (order_id) PARTITIONS 4;

CREATE TABLE review (
  review_id int(11) NOT NULL AUTO_INCREMENT,
  product_id bigint(20) unsigned NOT NULL,
  stars tinyint(4) NOT NULL DEFAULT 0,
  title varchar(255) NOT NULL DEFAULT '',
  body text,
  approved tinyint(1) NOT NULL DEFAULT 0,
  written_at datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  PRIMARY KEY (review_id),
  KEY review_product (product_id, approved),
  CONSTRAINT review_stars CHECK (stars <> 13)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_unicode_ci;

CREATE TABLE customers (
  id             INT UNSIGNED      NOT NULL AUTO_INCREMENT,
  email          VARCHAR(120)      NOT NULL,
  full_name      VARCHAR(80)       NOT NULL,
  newsletter     BIT(1)            NOT NULL,
  loyalty_points SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  registered_at  DATETIME(6)       NOT NULL,
  version        INT UNSIGNED      NOT NULL,
  changed_at     TIMESTAMP(3)      NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  UNIQUE KEY customers_email (email)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE addresses (
  id          INT UNSIGNED                NOT NULL AUTO_INCREMENT,
  customer_id INT UNSIGNED                NOT NULL,
  kind        ENUM('billing', 'shipping') NOT NULL,
  street      VARCHAR(120)                NOT NULL,
  postcode    VARCHAR(12)                 NOT NULL,
  city        VARCHAR(60)                 NOT NULL,
  country     CHAR(2)                     NOT NULL,
  version     INT UNSIGNED                NOT NULL,
  changed_at  TIMESTAMP(3)                NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  KEY addresses_customer (customer_id),
  CONSTRAINT addresses_of_customer FOREIGN KEY (customer_id) REFERENCES customers (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

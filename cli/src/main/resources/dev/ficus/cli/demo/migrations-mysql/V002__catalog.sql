CREATE TABLE products (
  id           INT UNSIGNED    NOT NULL AUTO_INCREMENT,
  sku          VARCHAR(20)     NOT NULL,
  barcode      BIGINT UNSIGNED NOT NULL,
  name         VARCHAR(120)    NOT NULL,
  description  TEXT            NULL,
  price        DECIMAL(10, 2)  NOT NULL,
  stock        INT             NOT NULL,
  discontinued TINYINT(1)      NOT NULL DEFAULT 0,
  version      INT UNSIGNED    NOT NULL,
  changed_at   TIMESTAMP(3)    NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  UNIQUE KEY products_sku (sku)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

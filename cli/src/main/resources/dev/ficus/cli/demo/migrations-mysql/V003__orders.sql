CREATE TABLE orders (
  id          INT UNSIGNED     NOT NULL AUTO_INCREMENT,
  customer_id INT UNSIGNED     NOT NULL,
  status      ENUM('new', 'paid', 'packed', 'shipped', 'delivered', 'returned') NOT NULL,
  total       DECIMAL(12, 2)   NOT NULL,
  item_count  TINYINT UNSIGNED NOT NULL,
  note        TEXT             NULL,
  placed_at   DATETIME(6)      NOT NULL,
  shipped_at  DATETIME(6)      NULL,
  version     INT UNSIGNED     NOT NULL,
  changed_at  TIMESTAMP(3)     NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  KEY orders_customer (customer_id),
  KEY orders_placed (placed_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE order_items (
  order_id    INT UNSIGNED      NOT NULL,
  line_number SMALLINT UNSIGNED NOT NULL,
  product_id  INT UNSIGNED      NOT NULL,
  quantity    SMALLINT UNSIGNED NOT NULL,
  unit_price  DECIMAL(10, 2)    NOT NULL,
  version     INT UNSIGNED      NOT NULL,
  changed_at  TIMESTAMP(3)      NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (order_id, line_number),
  KEY order_items_product (product_id),
  CONSTRAINT order_items_of_order FOREIGN KEY (order_id) REFERENCES orders (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

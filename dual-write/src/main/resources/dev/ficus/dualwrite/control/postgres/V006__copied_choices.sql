-- What a copy that was begun makes of each column: PostgreSQL's type, and what stands for values that it cannot hold.
CREATE TABLE ficus.copied_choice (
  domain      text NOT NULL REFERENCES ficus.domain,
  table_name  text NOT NULL,
  column_name text NOT NULL,
  type        text NOT NULL,
  replaced    text NOT NULL,
  PRIMARY KEY (domain, table_name, column_name)
);

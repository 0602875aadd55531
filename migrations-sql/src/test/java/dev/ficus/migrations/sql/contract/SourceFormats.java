package dev.ficus.migrations.sql.contract;

import java.util.Map;

/** A change in each format that a history reads, with a way back. */
final class SourceFormats {
    static final Map<String, String> FILES = Map.of(
            "V001__plain.sql", """
            -- made by hand
            CREATE TABLE plain (id int PRIMARY KEY, note varchar(20));

            INSERT INTO plain VALUES (1, 'a;b');
            """, "U001__plain.sql", """
            DELETE FROM plain WHERE id = 1;
            DROP TABLE plain;
            """, "002-formatted.sql", """
            --liquibase formatted sql

            --changeset ana:formatted
            CREATE TABLE formatted (id int);
            CREATE INDEX formatted_id ON formatted (id);
            --rollback DROP TABLE formatted;

            --changeset ana:second
            INSERT INTO formatted VALUES (2);
            --rollback DELETE FROM formatted WHERE id = 2;
            """, "003.yaml", """
            databaseChangeLog:
              - changeSet:
                  id: yaml
                  author: ana
                  changes:
                    - createTable:
                        tableName: in_yaml
                        columns:
                          - column: { name: id, type: int }
                    - addColumn:
                        tableName: in_yaml
                        columns:
                          - column: { name: note, type: varchar(10) }
            """, "004.xml", """
            <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                  http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
              <changeSet id="xml" author="ana">
                <createTable tableName="in_xml"><column name="id" type="int"/></createTable>
                <modifySql><append value=" /* marked */"/></modifySql>
              </changeSet>
            </databaseChangeLog>
            """);

    private SourceFormats() {}
}

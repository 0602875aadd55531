package dev.ficus.migrations.postgres.drift;

import java.util.List;

/** Everything but relations: schemas, extensions, types, routines, statistics. What an extension owns is left out. */
final class OtherQueries {
    private static final String SCHEMAS =
            RelationQueries.SCOPE + "SELECT 'schema', nspname::text, NULL, NULL, 'schema' FROM scope";

    /** Not the version: a server that was upgraded keeps older ones than it would make now. */
    private static final String EXTENSIONS = RelationQueries.SCOPE + """
            SELECT 'extension', e.extname::text, NULL, NULL, 'in schema ' || n.nspname
            FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace, asked WHERE NOT alone""";

    private static final String ENUMS = RelationQueries.SCOPE + """
            SELECT 'type', s.prefix || t.typname, 'schema', s.nspname, 'enum ('
              || coalesce((SELECT string_agg(quote_literal(l.enumlabel), ', ' ORDER BY l.enumsortorder)
                FROM pg_enum l WHERE l.enumtypid = t.oid), '') || ')'
            FROM pg_type t JOIN scope s ON s.oid = t.typnamespace
            WHERE t.typtype = 'e'""" + notOf("pg_type", "t");

    private static final String DOMAINS = RelationQueries.SCOPE + """
            SELECT 'type', s.prefix || t.typname, 'schema', s.nspname, concat_ws(' ',
              'domain', format_type(t.typbasetype, t.typtypmod),
              (SELECT 'collate ' || quote_ident(l.collname) FROM pg_collation l JOIN pg_type b ON b.oid = t.typbasetype
                WHERE l.oid = t.typcollation AND l.oid <> b.typcollation),
              CASE WHEN t.typnotnull THEN 'not null' END, 'default ' || t.typdefault,
              (SELECT string_agg(quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid), ' ' ORDER BY k.conname)
                FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype <> 'n'))
            FROM pg_type t JOIN scope s ON s.oid = t.typnamespace
            WHERE t.typtype = 'd'""" + notOf("pg_type", "t");

    private static final String COMPOSITES = RelationQueries.SCOPE + """
            SELECT 'type', s.prefix || t.typname, 'schema', s.nspname, 'composite ('
              || coalesce((SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', '
                  ORDER BY a.attnum)
                FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '') || ')'
            FROM pg_class c JOIN pg_type t ON t.typrelid = c.oid JOIN scope s ON s.oid = t.typnamespace
            WHERE c.relkind = 'c'""" + notOf("pg_type", "t");

    private static final String RANGES = RelationQueries.SCOPE + """
            SELECT 'type', s.prefix || t.typname, 'schema', s.nspname, 'range of ' || format_type(r.rngsubtype, NULL)
            FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN scope s ON s.oid = t.typnamespace
            WHERE true""" + notOf("pg_type", "t");

    /** Of aggregates only that they are there: PostgreSQL gives no text for them. */
    private static final String ROUTINES = RelationQueries.SCOPE + """
            SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
              s.prefix || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', 'schema', s.nspname,
              CASE p.prokind WHEN 'a' THEN 'aggregate' ELSE btrim(pg_get_functiondef(p.oid), E' \\n') END
            FROM pg_proc p JOIN scope s ON s.oid = p.pronamespace
            WHERE true""" + notOf("pg_proc", "p");

    private static final String STATISTICS = RelationQueries.SCOPE + """
            SELECT 'statistics', s.prefix || x.stxname, 'schema', s.nspname, pg_get_statisticsobjdef(x.oid)
            FROM pg_statistic_ext x JOIN scope s ON s.oid = x.stxnamespace""";

    static final List<String> ALL =
            List.of(SCHEMAS, EXTENSIONS, ENUMS, DOMAINS, COMPOSITES, RANGES, ROUTINES, STATISTICS);

    private OtherQueries() {}

    private static String notOf(String catalog, String alias) {
        return " AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '" + catalog + "'::regclass AND e.objid = "
                + alias + ".oid AND e.deptype IN ('e', 'i'))";
    }
}

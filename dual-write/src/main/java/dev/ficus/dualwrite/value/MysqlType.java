package dev.ficus.dualwrite.value;

import java.util.List;
import java.util.Optional;

/**
 * A column's type as {@code information_schema.COLUMNS} declares it.
 *
 * @param name {@code DATA_TYPE}, lower case: {@code bigint}, {@code varchar}
 * @param declaration {@code COLUMN_TYPE}: {@code bigint unsigned}, {@code enum('a','b')}
 * @param length characters of a text type, bytes of a binary one, bits of {@code bit}; 0 where there is none
 * @param precision digits of a {@code decimal}; 0 where there is none
 * @param scale digits behind the point; 0 where there is none
 * @param fraction digits of the second's fraction, 0 to 6
 * @param charset of a text type
 * @param labels of an {@code enum}, in the order of its indexes, which start at 1, or of a {@code set}, in the order of its bits
 */
public record MysqlType(
        String name,
        String declaration,
        long length,
        int precision,
        int scale,
        int fraction,
        Optional<String> charset,
        List<String> labels) {
    public MysqlType {
        labels = List.copyOf(labels);
    }

    /** True for {@code unsigned} and for {@code zerofill}, which implies it. */
    public boolean unsigned() {
        return declaration.contains("unsigned") || declaration.contains("zerofill");
    }
}

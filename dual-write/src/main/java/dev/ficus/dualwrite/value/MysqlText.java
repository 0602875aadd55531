package dev.ficus.dualwrite.value;

/** The text of a cell of MySQL's text protocol, on a connection that speaks utf8mb4. */
public final class MysqlText {
    private static final MysqlCharset UTF8 = MysqlCharset.named("utf8mb4").orElseThrow();

    private MysqlText() {}

    /**
     * Decodes strictly.
     *
     * @throws UnconvertibleValue where the bytes are no text
     */
    public static String of(byte[] cell) {
        return UTF8.decode(cell);
    }
}

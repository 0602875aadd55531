package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * MariaDB's {@code inet4} and {@code inet6}, which become {@code inet} of a single address. The servers print some IPv6
 * addresses differently ({@code 1:2:3:4:5:6:7::}), so everything goes by the bytes, and verification compares what
 * {@code inet_send} gives: family, length of the network, no CIDR, number of bytes, bytes.
 *
 * @param bytes 4 or 16
 */
record AddressValue(int bytes) implements Value {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int HEAD_DIGITS = 8;

    static Value of(Choice choice) {
        choice.only().to(List.of("inet"));
        return new AddressValue(choice.type().name().equals("inet4") ? 4 : 16);
    }

    @Override
    public String postgresType() {
        return "inet";
    }

    /** MariaDB has no networks, and a column of it holds one family. */
    @Override
    public String postgresCheck(String column) {
        return "family(" + column + ") = " + (bytes == 4 ? 4 : 6) + " AND masklen(" + column + ") = " + 8 * bytes;
    }

    @Override
    public String mysqlSelect(String column) {
        return "hex(" + column + ")";
    }

    @Override
    public String fromMysql(String text) {
        return address(HexFormat.of().parseHex(text));
    }

    /** The binlog drops the zero bytes at the end. */
    @Override
    public String fromBinlog(Serializable value) {
        return address(Arrays.copyOf((byte[]) value, bytes));
    }

    @Override
    public ImageReader imageReader(ColumnType type, int metadata) {
        return ImageText.copied(ImageCell.of(type, metadata).orElseThrow(), this::fromBinlog);
    }

    /** As {@code binary(4)} or {@code binary(16)}. */
    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == ColumnType.STRING && (metadata & 0xFF) == bytes;
    }

    @Override
    public Object toMysql(String text) {
        if (text.indexOf('/') >= 0) {
            throw new UnconvertibleValue("the value is a network, and MariaDB has single addresses only");
        }
        if (text.contains(":") != (bytes == 16)) {
            throw new UnconvertibleValue("the address is of the other family than MariaDB's column");
        }
        return text;
    }

    @Override
    public Object mysqlKey(String canonical) {
        return postgresKey(canonical);
    }

    @Override
    public String postgresKey(String canonical) {
        return address(HEX.parseHex(canonical, HEAD_DIGITS, canonical.length()));
    }

    @Override
    public String mysqlCanonical(String column) {
        return "concat('" + (bytes == 4 ? "02200004" : "03800010") + "',hex(" + column + "))";
    }

    @Override
    public String postgresCanonical(String column) {
        return "upper(encode(inet_send(" + column + "),'hex'))";
    }

    @Override
    public boolean sameOrder() {
        return true;
    }

    /** Both servers read it so; neither prints IPv6 in full. */
    private static String address(byte[] address) {
        if (address.length == 4) {
            return IntStream.range(0, 4)
                    .mapToObj(i -> Integer.toString(address[i] & 0xFF))
                    .collect(Collectors.joining("."));
        }
        return IntStream.range(0, 8)
                .mapToObj(i -> HexFormat.of().formatHex(address, 2 * i, 2 * i + 2))
                .collect(Collectors.joining(":"));
    }
}

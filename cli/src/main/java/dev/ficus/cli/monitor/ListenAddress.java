package dev.ficus.cli.monitor;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;

/**
 * Where to listen.
 *
 * @param port 0 takes a free one
 */
public record ListenAddress(String host, int port) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int HIGHEST = 65_535;

    /**
     * {@code HOST:PORT}, or a port alone, which is then on 127.0.0.1; an IPv6 address stands in brackets.
     *
     * @throws FicusException CONFIG_INVALID
     */
    public static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon <= 0 ? LOOPBACK : text.substring(0, colon).replaceAll("[\\[\\]]", "");
        String port = text.substring(colon + 1);
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > HIGHEST) {
            throw new FicusException(
                    ErrorCode.CONFIG_INVALID,
                    "there is no port in " + text,
                    "--listen " + text,
                    "write HOST:PORT, such as --listen 127.0.0.1:9187");
        }
        return new ListenAddress(host, Integer.parseInt(port));
    }
}

package dev.ficus.dualwrite.connect;

import com.mysql.cj.conf.ConnectionUrl;
import com.mysql.cj.conf.HostInfo;
import com.mysql.cj.conf.PropertyKey;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.Locale;
import java.util.Properties;

/**
 * Where a MySQL server listens, for the binlog client, which knows no JDBC URL.
 *
 * @param tls the URL's {@code sslMode}, upper case; PREFERRED where it says nothing, as the JDBC driver does
 */
public record MysqlAddress(String host, int port, Tls tls) {

    /** What a connection demands of TLS; the names are those of the URL's {@code sslMode}. */
    public enum Tls {
        DISABLED,
        PREFERRED,
        REQUIRED,
        VERIFY_CA,
        VERIFY_IDENTITY
    }

    /** Reads the URL with the JDBC driver's own parser, so that both connect to the same place. */
    public static MysqlAddress of(DatabaseSettings settings) {
        HostInfo host = ConnectionUrl.getConnectionUrlInstance(settings.url(), new Properties())
                .getMainHost();
        String mode = host.getHostProperties().get(PropertyKey.sslMode.getKeyName());
        return new MysqlAddress(
                host.getHost(),
                host.getPort(),
                mode == null ? Tls.PREFERRED : Tls.valueOf(mode.toUpperCase(Locale.ROOT)));
    }
}

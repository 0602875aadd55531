package dev.ficus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every server that this machine can give, from every source that starts servers. */
final class EverySourceIT {
    /** Part of the loopback network, so a server that listens on all addresses answers there, too. */
    private static final String OTHER_ADDRESS = "127.0.0.2";

    record Offer(DatabaseKind kind, SandboxKind source) {
        SandboxServer start() {
            return Sandbox.start(kind, SandboxOptions.defaults().from(source), Progress.SILENT);
        }
    }

    static Stream<Offer> offers() {
        return Sandbox.sources(Environment.ofProcess()).stream()
                .filter(source -> source.kind() != SandboxKind.URL)
                .flatMap(source -> Stream.of(DatabaseKind.values())
                        .filter(kind -> source.missing(kind, Map.of()).isEmpty())
                        .filter(kind -> source.kind() != SandboxKind.DOCKER || imageIsAtHand(kind))
                        .map(kind -> new Offer(kind, source.kind())));
    }

    /** A machine with an engine need not have a registry, nor an image of each server. */
    private static boolean imageIsAtHand(DatabaseKind kind) {
        return Environment.ofProcess()
                .value("FICUS_SANDBOX_" + Environment.upper(kind) + "_IMAGE")
                .isPresent();
    }

    @Test
    void everyKindComesOutOfMavenCentral() {
        assertThat(offers())
                .contains(
                        new Offer(DatabaseKind.POSTGRES, SandboxKind.EMBEDDED),
                        new Offer(DatabaseKind.MYSQL, SandboxKind.EMBEDDED),
                        new Offer(DatabaseKind.MONGO, SandboxKind.EMBEDDED));
    }

    @ParameterizedTest
    @MethodSource("offers")
    void takesLoginsOnOneAddressAndReportsTheSettings(Offer offer) {
        try (SandboxServer server = offer.start()) {
            assertThat(server.kind()).isEqualTo(offer.kind());
            assertThat(server.source()).isEqualTo(offer.source());
            DatabaseSettings admin = server.admin("admin");
            assertThat(answers("127.0.0.1", Ask.port(admin))).isTrue();
            assertThat(answers(OTHER_ADDRESS, Ask.port(admin)))
                    .as("nobody else can reach %s", server.description())
                    .isFalse();
            switch (offer.kind()) {
                case POSTGRES -> postgresIsReadyForReplication(admin, server.description());
                case MYSQL -> mysqlIsReadyForReplication(admin, server.description());
                case MONGO ->
                    assertThat(server.description().contains("stand-in"))
                            .isEqualTo(server.standIn())
                            .isEqualTo(offer.source() == SandboxKind.EMBEDDED);
            }
        }
    }

    /** Negative control of the check above. */
    @Test
    void aServerThatListensOnAllAddressesWouldBeNoticed() throws IOException {
        try (ServerSocket everywhere = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            assertThat(answers(OTHER_ADDRESS, everywhere.getLocalPort())).isTrue();
        }
    }

    private static void postgresIsReadyForReplication(DatabaseSettings admin, String description) {
        assertThat(setting(admin, "wal_level")).isEqualTo("logical");
        assertThat(setting(admin, "max_replication_slots")).isEqualTo("50");
        assertThat(setting(admin, "max_wal_senders")).isEqualTo("50");
        assertThat(setting(admin, "max_connections")).isEqualTo("200");
        assertThat(setting(admin, "password_encryption")).isEqualTo("scram-sha-256");
        assertThat(Ask.value(admin, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                .isEqualTo("t");
        assertThat(description)
                .startsWith("PostgreSQL " + setting(admin, "server_version").replaceFirst(" .*", ""));
    }

    private static void mysqlIsReadyForReplication(DatabaseSettings admin, String description) {
        assertThat(variable(admin, "log_bin")).isEqualTo("1");
        assertThat(variable(admin, "binlog_format")).isEqualTo("ROW");
        assertThat(variable(admin, "binlog_row_image")).isEqualTo("FULL");
        assertThat(variable(admin, "binlog_row_metadata")).isEqualTo("FULL");
        assertThat(variable(admin, "character_set_server")).isEqualTo("utf8mb4");
        assertThat(variable(admin, "max_connections")).isEqualTo("200");
        assertThat(variable(admin, "time_zone")).isEqualTo("SYSTEM");
        assertThat(variable(admin, "server_id")).isNotEqualTo("0").isNotEqualTo("1");
        boolean mariaDb = variable(admin, "version").contains("MariaDB");
        assertThat(description)
                .startsWith((mariaDb ? "MariaDB " : "MySQL ")
                        + variable(admin, "version").replaceFirst("-.*", ""));
        if (!mariaDb) {
            assertThat(variable(admin, "gtid_mode")).isEqualTo("ON");
        }
        assertThat(Ask.value(admin, "SELECT count(*) FROM mysql.user WHERE user = ''"))
                .as("users without a name")
                .isEqualTo("0");
    }

    private static String setting(DatabaseSettings admin, String name) {
        return Ask.value(admin, "SHOW " + name);
    }

    private static String variable(DatabaseSettings admin, String name) {
        return Ask.value(admin, "SELECT @@global." + name);
    }

    private static boolean answers(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 2_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

package dev.ficus.sandbox;

import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server answers, and who may do everything there.
 *
 * @param url of its administration database
 */
record ServerAddress(DatabaseKind kind, String url, Optional<String> user, Optional<String> password) {
    private static final Pattern PARTS = Pattern.compile("([a-z+:]+//[^/?]+)(?:/([^?]*))?(\\?.*)?");

    /** The address of a server of ours on this machine. */
    static ServerAddress local(DatabaseKind kind, int port, Optional<Credentials> credentials) {
        String host = "127.0.0.1:" + port;
        String url = switch (kind) {
            case POSTGRES -> "jdbc:postgresql://" + host + "/postgres";
            case MYSQL -> "jdbc:mysql://" + host + "/mysql?allowPublicKeyRetrieval=true&sslMode=DISABLED";
            case MONGO -> "mongodb://" + host + "/admin?directConnection=true";
        };
        return new ServerAddress(kind, url, credentials.map(Credentials::user), credentials.map(Credentials::password));
    }

    DatabaseSettings admin(String settingsName) {
        return new DatabaseSettings(settingsName, kind, url, user, password, Optional.empty());
    }

    /** The same server, another database; parameters of the URL stay. */
    DatabaseSettings database(String settingsName, String databaseName) {
        Matcher parts = PARTS.matcher(url);
        if (!parts.matches()) {
            throw new IllegalStateException(
                    "not the URL of a server: " + admin(settingsName).safeUrl());
        }
        String parameters = Optional.ofNullable(parts.group(3)).orElse("");
        String other = parts.group(1) + "/" + databaseName + parameters;
        return new DatabaseSettings(settingsName, kind, other, user, password, Optional.empty());
    }
}

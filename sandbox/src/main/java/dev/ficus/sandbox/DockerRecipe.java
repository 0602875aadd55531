package dev.ficus.sandbox;

import dev.ficus.core.settings.DatabaseKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the official image of a server is told what the sandbox wants. The settings are those of {@link PostgresEngine},
 * {@link MysqlEngine} and {@link MongoEngine}.
 *
 * @param command options alone: the image's entry point knows the name of its server program
 * @param port inside the container
 * @param stopSignal shuts the server down in good order without waiting for its clients
 */
record DockerRecipe(
        String image,
        int port,
        Optional<Credentials> credentials,
        Map<String, String> environment,
        List<String> command,
        String stopSignal) {

    static DockerRecipe of(DatabaseKind kind, Environment environment, Map<String, String> settings) {
        String image = environment
                .value("FICUS_SANDBOX_" + Environment.upper(kind) + "_IMAGE")
                .orElse(officialImage(kind));
        return switch (kind) {
            case POSTGRES -> postgres(image, settings);
            case MYSQL -> mysql(image, settings);
            case MONGO -> mongo(image, settings);
        };
    }

    private static String officialImage(DatabaseKind kind) {
        return switch (kind) {
            case POSTGRES -> "postgres:18";
            case MYSQL -> "mysql:9.7";
            case MONGO -> "mongo:8.0";
        };
    }

    private static DockerRecipe postgres(String image, Map<String, String> settings) {
        Credentials login = Credentials.random();
        List<String> command = new ArrayList<>();
        PostgresEngine.settings(settings).forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        Map<String, String> variables = Map.of("POSTGRES_USER", login.user(), "POSTGRES_PASSWORD", login.password());
        return new DockerRecipe(image, 5432, Optional.of(login), variables, command, "SIGINT");
    }

    /** The image gives the rights over everything to nobody but root. */
    private static DockerRecipe mysql(String image, Map<String, String> settings) {
        Credentials login = new Credentials("root", Credentials.random().password());
        List<String> command = new ArrayList<>(List.of("--server-id=" + LocalProcess.freePort()));
        command.addAll(MysqlEngine.SETTINGS);
        command.addAll(image.contains("mariadb") ? MysqlEngine.MARIADB_SETTINGS : MysqlEngine.MYSQL_SETTINGS);
        settings.forEach((name, value) -> command.add("--" + name + (value.isEmpty() ? "" : "=" + value)));
        Map<String, String> variables = Map.of("MYSQL_ROOT_PASSWORD", login.password(), "MYSQL_ROOT_HOST", "%");
        return new DockerRecipe(image, 3306, Optional.of(login), variables, command, "SIGTERM");
    }

    private static DockerRecipe mongo(String image, Map<String, String> settings) {
        List<String> command = new ArrayList<>(List.of("--bind_ip_all", "--replSet=ficus"));
        settings.forEach((name, value) -> command.add("--" + name + (value.isEmpty() ? "" : "=" + value)));
        return new DockerRecipe(image, 27017, Optional.empty(), Map.of(), command, "SIGTERM");
    }
}

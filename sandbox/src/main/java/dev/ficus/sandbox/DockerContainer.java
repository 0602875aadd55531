package dev.ficus.sandbox;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DatabaseKind;
import java.util.Objects;
import java.util.UUID;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * A server in a container. Its port is bound on 127.0.0.1 alone and stays the same over restarts. A {@link Janitor}
 * removes it when this JVM is gone, and so does Testcontainers' own Ryuk, where that is not switched off.
 */
final class DockerContainer implements ServerControl {
    private static final int STOP_SECONDS = 60;
    private static final int LOG_CHARACTERS = 2_000;

    private final GenericContainer<?> container;
    private final ServerAddress address;
    private final Janitor janitor;

    private DockerContainer(GenericContainer<?> container, ServerAddress address, String name) {
        this.container = container;
        this.address = address;
        this.janitor = Janitor.hire("container-janitor.sh", name);
    }

    @SuppressWarnings("resource") // The server that is returned closes it.
    static SandboxServer launch(DatabaseKind kind, DockerRecipe recipe) {
        int port = LocalProcess.freePort();
        String name = "ficus-" + kind.word() + "-" + UUID.randomUUID();
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(recipe.image()))
                .withExposedPorts(recipe.port())
                .withEnv(recipe.environment())
                .withCommand(recipe.command().toArray(String[]::new))
                .withCreateContainerCmdModifier(
                        create -> bind(create.withName(name).withStopSignal(recipe.stopSignal()), port, recipe.port()))
                .waitingFor(new NoWait());
        DockerContainer server =
                new DockerContainer(container, ServerAddress.local(kind, port, recipe.credentials()), name);
        server.create(recipe.image());
        return new RunningServer(SandboxKind.DOCKER, server.describe(recipe.image()), server.address, server);
    }

    @Override
    public boolean controllable() {
        return true;
    }

    @Override
    public void stop() {
        if (running()) {
            client().stopContainerCmd(container.getContainerId())
                    .withTimeout(STOP_SECONDS)
                    .exec();
        }
    }

    @Override
    public void kill() {
        if (running()) {
            client().killContainerCmd(container.getContainerId())
                    .withSignal("KILL")
                    .exec();
            client().waitContainerCmd(container.getContainerId()).start().awaitStatusCode();
        }
    }

    @Override
    public void start() {
        if (!running()) {
            client().startContainerCmd(container.getContainerId()).exec();
        }
        Logins.await(address, () -> !running(), this::failed);
    }

    @Override
    public void discard() {
        container.stop();
        if (!janitor.dismiss()) {
            throw failed("the container does not end");
        }
    }

    private void create(String image) {
        try {
            container.start();
            Logins.await(address, () -> !running(), this::failed);
            if (address.kind() == DatabaseKind.MONGO) {
                MongoEngine.initiate(address, "127.0.0.1:27017");
            }
        } catch (FicusException e) {
            discard();
            throw e;
        } catch (RuntimeException e) { // Testcontainers has no common exception of its own.
            discard();
            throw new FicusException(
                    ErrorCode.SANDBOX_FAILED,
                    "no container of image " + image + ": " + rootMessage(e),
                    "docker",
                    "make the image available, or name another one in FICUS_SANDBOX_"
                            + Environment.upper(address.kind()) + "_IMAGE, or choose another source",
                    e);
        }
    }

    private String describe(String image) {
        String name = switch (address.kind()) {
            case POSTGRES -> "PostgreSQL";
            case MYSQL -> "MySQL";
            case MONGO -> "MongoDB";
        };
        String version = Databases.version(address);
        boolean mariaDb = version.contains("MariaDB");
        return (mariaDb ? "MariaDB" : name) + " " + version.replaceFirst("-MariaDB.*| \\(.*", "")
                + ", container of image " + image;
    }

    private boolean running() {
        return Boolean.TRUE.equals(client().inspectContainerCmd(container.getContainerId())
                .exec()
                .getState()
                .getRunning());
    }

    private FicusException failed(String what) {
        String log = container.getLogs();
        return new FicusException(
                ErrorCode.SANDBOX_FAILED,
                what + "; the end of its log:\n" + log.substring(Math.max(0, log.length() - LOG_CHARACTERS)),
                "container " + container.getDockerImageName(),
                "correct what the log names, or choose another source");
    }

    private DockerClient client() {
        return container.getDockerClient();
    }

    private static void bind(CreateContainerCmd create, int hostPort, int port) {
        HostConfig host = Objects.requireNonNull(create.getHostConfig(), "host config");
        host.withPortBindings(
                new PortBinding(Ports.Binding.bindIpAndPort("127.0.0.1", hostPort), ExposedPort.tcp(port)));
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Objects.requireNonNullElse(root.getMessage(), root.getClass().getSimpleName());
    }

    /** We wait for a login instead: an open port is no server yet. */
    private static final class NoWait extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {}
    }
}

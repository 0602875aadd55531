package dev.ficus.cli.crash;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The negative control of the cutover's tests. */
class ApplicationIT {
    @TempDir
    private Path directory;

    @Test
    void twoOwnersAreSeen() throws Exception {
        CrashScene scene = new CrashScene(directory, 1);
        try (Application unfenced = Application.onBothSides(scene, scene.domain(0))) {
            assertThatThrownBy(() -> unfenced.awaitAccepted(Application.Side.POSTGRES))
                    .hasMessageContaining("both sides took ");
        }
    }
}

package dev.ficus.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFileTest {
    @TempDir
    private Path directory;

    @Test
    void aNameBecomesWordsWithDashes() {
        assertThat(NewFile.slug("  Add STATUS, to_orders! ")).isEqualTo("add-status-to-orders");
        assertThat(NewFile.slug("Büro 24/7")).isEqualTo("buro-24-7");
        assertThat(NewFile.slug("../../etc")).isEqualTo("etc");
    }

    @Test
    void aNumberGoesOnWithItsDigits() {
        assertThat(NewFile.number(List.of())).isEqualTo("001");
        assertThat(NewFile.number(List.of("V9__a.sql", "V10__b.sql"))).isEqualTo("11");
        assertThat(NewFile.number(List.of("V0007__a.sql", "V2__b.sql"))).isEqualTo("0008");
        assertThat(NewFile.number(List.of("20261122_1200-a.sql"))).isEqualTo("20261123");
    }

    @Test
    void aNewNameSortsBehindAllOthers() {
        for (List<String> names : List.of(
                List.<String>of(),
                List.of("1-a.sql", "9-b.sql"),
                List.of("a.sql"),
                List.of("099-z.sql", "b.sql", "a.sql"),
                List.of("zz.yaml"))) {
            String stem = NewFile.stem(names, "new", ".sql");
            List<String> all = new ArrayList<>(names);
            all.add(stem + ".sql");
            assertThat(all.stream().max(NaturalOrder::compare)).hasValue(stem + ".sql");
        }
    }

    @Test
    void aFileThatIsThereIsKept() throws IOException {
        Path file = Files.writeString(directory.resolve("V001__a.sql"), "mine");
        FicusException failure = catchThrowableOfType(FicusException.class, () -> NewFile.write(file, "theirs"));
        assertThat(failure.code()).isEqualTo(ErrorCode.CHANGE_DUPLICATE);
        assertThat(file).hasContent("mine");
    }

    @Test
    void aDirectoryThatIsNotThereIsSaid() {
        Path file = directory.resolve("missing").resolve("V001__a.sql");
        FicusException failure = catchThrowableOfType(FicusException.class, () -> NewFile.write(file, "x"));
        assertThat(failure.code()).isEqualTo(ErrorCode.FILE_UNWRITABLE);
    }
}

package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.CellBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpillFileTest {
    private static final Table TABLE = Spills.table("t");
    private static final Table OTHER = Spills.table("u");

    @TempDir
    private Path directory;

    @Test
    void changesOfEveryKindComeBackEqualAndInOrderAsOftenAsTheyAreWalked() {
        List<RowChange> changes = mixed(20_000);
        try (SpillFile file = filled(changes)) {
            assertThat(file.size()).isEqualTo(changes.size());
            assertThat(Spills.all(file)).isEqualTo(changes);
            assertThat(Spills.all(file)).as("a second time").isEqualTo(changes);
        }
    }

    @Test
    void rowsLargerThanABlockComeBack() {
        List<RowChange> changes = List.of(
                insert(1, "a".repeat(5_000_000)),
                insert(2, ""),
                insert(3, "ż".repeat(SpillFile.BLOCK)),
                insert(4, "b"));
        try (SpillFile file = filled(changes)) {
            assertThat(Spills.all(file)).isEqualTo(changes);
        }
    }

    @Test
    void unsentAndNullValuesComeBackAsWhatTheyAre() {
        Row.Builder row = new Row.Builder(2);
        row.buffer().put("7");
        row.add();
        row.addUnsent();
        RowChange update = new RowChange.Update(TABLE, Row.of("6"), row.build());
        try (SpillFile file = filled(List.of(update, insert(8, null)))) {
            RowChange.Update read = (RowChange.Update) file.iterator().next();
            assertThat(read.after().sent(1)).isFalse();
            assertThat(((RowChange.Insert) Spills.all(file).get(1)).after().isNull(1))
                    .isTrue();
        }
    }

    @Test
    void whatCameBehindAMarkIsForgotten() {
        List<RowChange> changes = mixed(5_000);
        try (SpillFile file = space().open()) {
            changes.subList(0, 3_000).forEach(file::add);
            SpillFile.Mark mark = file.mark();
            mixed(70_000).forEach(file::add);
            file.backTo(mark);
            changes.subList(3_000, 5_000).forEach(file::add);
            file.finish();
            assertThat(Spills.all(file)).isEqualTo(changes);
        }
    }

    @Test
    void fileHasNoNameWhileItIsOpenAndIsFreedWhenItIsClosed() {
        SpillFile file = filled(mixed(10));

        assertThat(Spills.seen(directory))
                .as("nothing that a killed process could leave")
                .isEmpty();
        assertThat(Spills.open(directory)).isEqualTo(1);
        file.close();
        assertThat(Spills.open(directory)).isZero();
    }

    @Test
    void nameThatADeadProcessLeftIsRemovedAndOtherFilesStay() throws IOException {
        Files.createFile(directory.resolve("ficus-spill-0"));
        Files.createFile(directory.resolve("else"));

        space();

        assertThat(Spills.seen(directory)).containsExactly("else");
    }

    @Test
    void directoryIsMadeForItsOwnerAlone() throws IOException {
        Path missing = directory.resolve("a/b");
        new SpillSpace(missing, 1).open().close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(missing)))
                .isEqualTo("rwx------");
    }

    @Test
    void damagedByteIsFoundAndNotReadAsAChange() throws IOException {
        Path path = directory.resolve("seen");
        try (SpillFile file = onto(path)) {
            mixed(1_000).forEach(file::add);
            file.finish();
            long size = Files.size(path);
            for (long at : new long[] {0, 3, 4, 8, 9, 20, size / 2, size - 1}) {
                byte was = flip(path, at);
                assertThatThrownBy(() -> Spills.all(file))
                        .as("byte " + at + " of " + size)
                        .isInstanceOfSatisfying(
                                FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SPILL_FAILED));
                set(path, at, was);
            }
            assertThat(Spills.all(file)).isEqualTo(mixed(1_000));
        }
    }

    @Test
    void shortenedFileIsFound() throws IOException {
        Path path = directory.resolve("seen");
        try (SpillFile file = onto(path)) {
            mixed(1_000).forEach(file::add);
            file.finish();
            try (FileChannel other = FileChannel.open(path, StandardOpenOption.WRITE)) {
                other.truncate(Files.size(path) / 2);
            }
            assertThatThrownBy(() -> Spills.all(file)).hasMessageContaining("could not be read");
        }
    }

    @Test
    void directoryThatCannotBeWrittenSaysSoAndWhatToDo() throws IOException {
        Path blocked = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> new SpillSpace(blocked.resolve("below"), 1).open())
                .isInstanceOfSatisfying(FicusException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.SPILL_FAILED);
                    assertThat(e.problem().fix()).contains("strangler.stream.spill");
                });
    }

    @Test
    void fullDiskSaysSoAndLeavesNothingBehind() throws IOException {
        try (SpillFile file = new SpillFile(
                FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE), new SpillSpace(directory, 1))) {
            assertThatThrownBy(() -> mixed(10_000).forEach(file::add))
                    .isInstanceOfSatisfying(
                            FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SPILL_FAILED))
                    .hasMessageContaining("No space left on device");
        }
        assertThat(Spills.seen(directory)).isEmpty();
    }

    @Test
    void walkHoldsNoMoreThanABlock() {
        try (SpillFile file = filled(mixed(300_000))) {
            Iterator<RowChange> walk = file.iterator();
            RowChange last = walk.next();
            while (walk.hasNext()) {
                last = walk.next();
            }
            assertThat(last).isEqualTo(mixed(300_000).get(299_999));
        }
    }

    /** Without the flag that unlinks it, so that the test can reach the bytes. */
    private SpillFile onto(Path path) throws IOException {
        return new SpillFile(
                FileChannel.open(
                        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                space());
    }

    private SpillFile filled(List<RowChange> changes) {
        SpillFile file = space().open();
        changes.forEach(file::add);
        file.finish();
        return file;
    }

    private SpillSpace space() {
        return new SpillSpace(directory, 1);
    }

    private static byte flip(Path path, long at) throws IOException {
        byte was = Files.readAllBytes(path)[(int) at];
        set(path, at, (byte) (was ^ 1));
        return was;
    }

    private static void set(Path path, long at, byte value) throws IOException {
        try (FileChannel other = FileChannel.open(path, StandardOpenOption.WRITE)) {
            other.write(ByteBuffer.wrap(new byte[] {value}), at);
        }
    }

    private static List<RowChange> mixed(int count) {
        List<RowChange> changes = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            changes.add(
                    switch (id % 5) {
                        case 0 -> insert(id, "name " + id);
                        case 1 ->
                            new RowChange.Update(
                                    OTHER, Row.of(Integer.toString(id)), Row.of(Integer.toString(id + 1), null));
                        case 2 -> new RowChange.Delete(TABLE, Row.of(Integer.toString(id)));
                        case 3 -> new RowChange.Truncate(OTHER);
                        default -> insert(id, "x".repeat(id % 100));
                    });
        }
        return changes;
    }

    private static RowChange insert(int id, @Nullable String name) {
        return new RowChange.Insert(TABLE, Row.of(Integer.toString(id), name));
    }

    @Test
    void packedRowTakesLittleMoreThanItsText() {
        CellBuffer packed = new CellBuffer(16);
        Row.of("1", "abc").pack(packed);
        assertThat(packed.length()).isEqualTo(8 + 2 * 4 + 4);
        assertThat(Row.unpack(ByteBuffer.wrap(packed.toByteArray()))).isEqualTo(Row.of("1", "abc"));
    }
}

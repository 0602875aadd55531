package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bytes are laid out by hand after "Logical Replication Message Formats" in PostgreSQL's manual. */
final class PgOutputDecoderTest {

    @Test
    void commitGivesTheEndOfTheTransactionNotTheCommitRecord() {
        PgOutput commit = decode(new Message('C')
                .int8(0)
                .int64(0x16B374D848L)
                .int64(0x16B374D880L)
                .int64(1));

        assertThat(commit).isEqualTo(new PgOutput.Commit(0x16B374D880L));
    }

    @Test
    void beginIsDecoded() {
        assertThat(decode(new Message('B').int64(1).int64(2).int32(3))).isEqualTo(new PgOutput.Begin());
    }

    @Test
    void relationGivesItsColumnsInOrder() {
        PgOutput relation = decode(new Message('R')
                .int32(16385)
                .string("public")
                .string("żółw")
                .int8('d')
                .int16(2)
                .int8(1)
                .string("id")
                .int32(23)
                .int32(-1)
                .int8(0)
                .string("a name")
                .int32(25)
                .int32(-1));

        assertThat(relation)
                .isEqualTo(new PgOutput.Relation(16385, "public", "żółw", List.of("id", "a name"), List.of("id")));
    }

    @Test
    void insertTellsNullEmptyAndText() {
        PgOutput.Insert insert = (PgOutput.Insert) decode(new Message('I')
                .int32(7)
                .int8('N')
                .int16(3)
                .text("żółw 😀")
                .int8('n')
                .text(""));

        assertThat(insert.relation()).isEqualTo(7);
        assertThat(texts(insert.after())).containsExactly("żółw 😀", null, "");
    }

    @Test
    void updateWithoutOldTupleKeepsItsKey() {
        PgOutput.Update update = (PgOutput.Update)
                decode(new Message('U').int32(7).int8('N').int16(2).text("1").int8('u'));

        assertThat(update.before()).isNull();
        assertThat(update.after().text(0)).isEqualTo("1");
        assertThat(update.after().unchanged(1)).as("an unchanged TOAST value").isTrue();
    }

    @Test
    void updateGivesTheOldKeyOrTheOldRow() {
        for (char kind : new char[] {'K', 'O'}) {
            PgOutput.Update update = (PgOutput.Update) decode(new Message('U')
                    .int32(7)
                    .int8(kind)
                    .int16(2)
                    .text("1")
                    .int8('n')
                    .int8('N')
                    .int16(2)
                    .text("2")
                    .text("x"));

            assertThat(update.before()).isNotNull();
            assertThat(texts(update.before())).containsExactly("1", null);
            assertThat(texts(update.after())).containsExactly("2", "x");
        }
    }

    @Test
    void deleteGivesTheOldKey() {
        PgOutput.Delete delete = (PgOutput.Delete)
                decode(new Message('D').int32(7).int8('K').int16(1).text("1"));

        assertThat(texts(delete.before())).containsExactly("1");
    }

    @Test
    void truncateNamesEveryTable() {
        assertThat(decode(new Message('T').int32(2).int8(1).int32(7).int32(9)))
                .isEqualTo(new PgOutput.Truncate(List.of(7, 9)));
    }

    @Test
    void originTypeAndMessageArePassedOver() {
        for (char type : new char[] {'O', 'Y', 'M'}) {
            assertThat(decode(new Message(type).int64(1).string("x"))).isEqualTo(new PgOutput.Other());
        }
    }

    @Test
    void whatIsNotOfThisProtocolIsRefused() {
        assertThatThrownBy(() -> decode(new Message('S').int32(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> decode(new Message('D').int32(7).int8('N').int16(0)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> decode(
                        new Message('I').int32(7).int8('N').int16(1).int8('b').int32(0)))
                .as("binary values were not asked for")
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rowThatIsCutOffOrTooLongIsRefusedWhereverItIsCut() {
        byte[] whole = new Message('U')
                .int32(7)
                .int8('K')
                .int16(2)
                .text("1")
                .int8('n')
                .int8('N')
                .int16(2)
                .text("2")
                .int8('u')
                .bytes
                .toByteArray();
        for (int length = 1; length < whole.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
            assertThatThrownBy(() -> PgOutputDecoder.decode(cut))
                    .as(length + " bytes of " + whole.length)
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> PgOutputDecoder.decode(ByteBuffer.wrap(Arrays.copyOf(whole, whole.length + 1))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void valuesAreFoundInAMessageThatBeginsWithinItsArray() {
        byte[] message =
                new Message('I').int32(7).int8('N').int16(1).text("here").bytes.toByteArray();
        byte[] array = new byte[message.length + 25];
        System.arraycopy(message, 0, array, 25, message.length);

        PgOutput.Insert insert = (PgOutput.Insert) PgOutputDecoder.decode(
                ByteBuffer.wrap(array, 25, message.length).slice());

        assertThat(texts(insert.after())).containsExactly("here");
    }

    private static List<@Nullable String> texts(PgTuple tuple) {
        return IntStream.range(0, tuple.size()).mapToObj(tuple::text).collect(Collectors.toList());
    }

    private static PgOutput decode(Message message) {
        return PgOutputDecoder.decode(ByteBuffer.wrap(message.bytes.toByteArray()));
    }

    /** Writes in network order. */
    private static final class Message {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        private interface Write {
            void to(DataOutputStream out) throws IOException;
        }

        Message(char type) {
            int8(type);
        }

        Message int8(int value) {
            return write(to -> to.writeByte(value));
        }

        Message int16(int value) {
            return write(to -> to.writeShort(value));
        }

        Message int32(int value) {
            return write(to -> to.writeInt(value));
        }

        Message int64(long value) {
            return write(to -> to.writeLong(value));
        }

        Message string(String value) {
            return write(to -> to.write((value + "\0").getBytes(StandardCharsets.UTF_8)));
        }

        Message text(String value) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            return int8('t').int32(utf8.length).write(to -> to.write(utf8));
        }

        private Message write(Write write) {
            try {
                write.to(out);
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

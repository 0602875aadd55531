package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** The heads of row events, and the images that MariaDB compresses. */
final class LoggedRowsTest {
    /** Table 7, no flags, two bytes of extra length and three of extra, ten columns, before and after, two images. */
    private static final byte[] UPDATE =
            bytes(7, 0, 0, 0, 0, 0, 0, 0, 5, 0, 1, 2, 3, 10, 0xFF, 3, 0xFF, 1, 'r', 'o', 'w');

    @Test
    void headOfAnUpdateIsReadWithItsExtraInformation() throws IOException {
        LoggedRows rows = LoggedRows.of(UPDATE, true, true);
        assertThat(rows.tableId()).isEqualTo(7);
        assertThat(rows.columns()).isEqualTo(10);
        assertThat(rows.start()).isEqualTo(18);
        assertThat(rows.whole(10))
                .as("the last column is missing in the new row")
                .isFalse();
        byte[] all = UPDATE.clone();
        all[17] = 3;
        assertThat(LoggedRows.of(all, true, true).whole(10)).isTrue();
        assertThat(LoggedRows.of(all, true, true).whole(9)).isFalse();
    }

    @Test
    void headThatIsCutOffIsRefusedWhereverItIsCut() {
        for (int length = 0; length < 18; length++) {
            byte[] cut = Arrays.copyOf(UPDATE, length);
            assertThatThrownBy(() -> LoggedRows.of(cut, true, true))
                    .as(length + " bytes")
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void eventWithoutRowsIsEmpty() throws IOException {
        assertThat(LoggedRows.of(bytes(255, 255, 255, 0, 0, 0, 1, 0, 0), false, false)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void compressedImagesAreUnpacked() throws IOException {
        byte[] images = new byte[5_000];
        Arrays.fill(images, (byte) 'x');
        LoggedRows packed = LoggedRows.of(event(compressed(images)), false, false);
        LoggedRows rows = BinlogCompression.rows(packed);
        assertThat(rows.start()).isZero();
        assertThat(rows.images()).isEqualTo(images);
        assertThat(rows.whole(1)).isTrue();
    }

    @Test
    void compressedImagesThatAreDamagedAreRefused() throws IOException {
        byte[] whole = compressed(new byte[5_000]);
        for (int length = 1; length < whole.length - 6; length++) {
            LoggedRows cut = LoggedRows.of(event(Arrays.copyOf(whole, length)), false, false);
            assertThatThrownBy(() -> BinlogCompression.rows(cut))
                    .as(length + " bytes of " + whole.length)
                    .isInstanceOf(IOException.class);
        }
        byte[] unknown = whole.clone();
        unknown[0] |= 0x10;
        LoggedRows method = LoggedRows.of(event(unknown), false, false);
        assertThatThrownBy(() -> BinlogCompression.rows(method)).isInstanceOf(IOException.class);
        byte[] huge = whole.clone();
        huge[1] = (byte) 0xFF;
        LoggedRows length = LoggedRows.of(event(huge), false, false);
        assertThatThrownBy(() -> BinlogCompression.rows(length)).isInstanceOf(IOException.class);
    }

    /** Of table 7 with one column. */
    private static byte[] event(byte[] images) {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        event.writeBytes(bytes(7, 0, 0, 0, 0, 0, 0, 0, 1, 1));
        event.writeBytes(images);
        return event.toByteArray();
    }

    private static byte[] compressed(byte[] images) {
        Deflater deflater = new Deflater();
        deflater.setInput(images);
        deflater.finish();
        byte[] packed = new byte[images.length + 100];
        int size = deflater.deflate(packed);
        deflater.end();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes(0x82, images.length >> 8, images.length));
        out.write(packed, 0, size);
        return out.toByteArray();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}

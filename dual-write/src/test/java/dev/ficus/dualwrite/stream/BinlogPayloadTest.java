package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compressed transactions of MySQL. */
final class BinlogPayloadTest {
    private static final int ROWS_QUERY = 29;
    private static final int EVENTS = 200;
    private static final int BODY = 100_000;

    private final EventDeserializer inner = BinlogEvents.deserializer(map -> true);

    @Test
    void everyEventIsHandedOver() throws IOException {
        for (int method : new int[] {0, 255}) {
            List<EventType> types = new ArrayList<>();
            new BinlogPayload(payload(method, EVENTS), inner)
                    .forEach(event -> types.add(event.getHeader().getEventType()));
            assertThat(types).hasSize(EVENTS).containsOnly(EventType.ROWS_QUERY);
        }
    }

    /** Were it unpacked as a whole first, the damage behind them would show before the first event. */
    @Test
    void eventsAreReadBeforeWhatComesBehindThemIsUnpacked() throws IOException {
        byte[] damaged = payload(0, EVENTS);
        Arrays.fill(damaged, damaged.length - 1_000, damaged.length, (byte) 0);
        BinlogPayload payload = new BinlogPayload(damaged, inner);
        List<EventType> types = new ArrayList<>();
        assertThatThrownBy(() ->
                        payload.forEach(event -> types.add(event.getHeader().getEventType())))
                .isInstanceOf(IOException.class);
        assertThat(types).hasSizeBetween(EVENTS / 2, EVENTS - 1);
    }

    @Test
    void unknownMethodAndMissingBytesAreRefused() throws IOException {
        BinlogPayload unknown = new BinlogPayload(payload(7, 1), inner);
        assertThatThrownBy(() -> unknown.forEach(event -> {})).isInstanceOf(IOException.class);
        byte[] whole = payload(0, 1);
        assertThatThrownBy(() -> new BinlogPayload(Arrays.copyOf(whole, whole.length - 1), inner))
                .isInstanceOf(IOException.class);
    }

    private static byte[] payload(int method, int count) throws IOException {
        ByteArrayOutputStream events = new ByteArrayOutputStream();
        Random random = new Random(1);
        byte[] body = new byte[BODY];
        for (int i = 0; i < count; i++) {
            random.nextBytes(body);
            for (int b = 0; b < BODY; b++) {
                body[b] &= 7;
            }
            ByteBuffer header = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(0).put((byte) ROWS_QUERY).putInt(1).putInt(19 + BODY);
            events.writeBytes(header.array());
            events.writeBytes(body);
        }
        byte[] packed = method == 0 ? Zstd.compress(events.toByteArray()) : events.toByteArray();
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        field(event, 2, method);
        field(event, 1, packed.length);
        event.write(0);
        event.writeBytes(packed);
        return event.toByteArray();
    }

    private static void field(ByteArrayOutputStream event, int type, int value) {
        event.write(type);
        event.write(value < 251 ? 1 : 9);
        if (value < 251) {
            event.write(value);
        } else {
            event.write(254);
            event.writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array());
        }
    }
}

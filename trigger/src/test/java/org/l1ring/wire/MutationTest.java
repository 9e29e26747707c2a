package org.l1ring.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damages records in every way that we could think of. */
@Timeout(120)
class MutationTest {
    private static final int MUTATIONS = 1000;
    private static final long MOST_ALLOCATED = 1 << 16;

    /** A damaged record and what it may be reported as. */
    private record Mutation(ByteBuffer record, Set<Fault> faults, String what) {}

    private enum Way {
        FLIP,
        CUT,
        CUT_AT_A_FIELD,
        EXTEND,
        VERSION,
        SCHEMA,
        KIND,
        LENGTH,
        INNER_LENGTH,
        RUN
    }

    private static ByteBuffer copy(byte[] record, int length) {
        return ByteBuffer.wrap(Arrays.copyOf(record, length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Makes the checksum right again. */
    private static ByteBuffer seal(ByteBuffer record) {
        CRC32C crc = new CRC32C();
        crc.update(record.slice(0, 8));
        crc.update(record.slice(12, record.limit() - 12));
        return record.putInt(8, (int) crc.getValue());
    }

    /** The places of the lengths of the fields of variable length, and the end. */
    private static List<Integer> lengths(ByteBuffer record) {
        List<Integer> places = new ArrayList<>();
        int at = 8 + Short.toUnsignedInt(record.getShort(0));
        while (at < record.limit()) {
            places.add(at);
            at += Integer.BYTES + record.getInt(at);
        }
        assertEquals(record.limit(), at);
        places.add(at);
        return places;
    }

    private static Mutation flip(byte[] record, Random random) {
        ByteBuffer bytes = copy(record, record.length);
        int flips = 1 + random.nextInt(8);
        for (int i = 0; i < flips; i++) {
            int at =
                    random.nextInt(
                            random.nextBoolean() ? Math.min(record.length, 100) : record.length);
            bytes.put(at, (byte) (bytes.get(at) ^ 1 << random.nextInt(8)));
        }
        Fault fault = Fault.CORRUPT;
        if (bytes.getShort(4) != Envelope.SCHEMA) {
            fault = Fault.NOT_A_RECORD;
        } else if (bytes.getShort(6) != Envelope.VERSION) {
            fault = Fault.SCHEMA_VERSION;
        } else if (Integer.compareUnsigned(bytes.getInt(12), record.length) > 0) {
            fault = Fault.TRUNCATED;
        }
        return new Mutation(bytes, Set.of(fault), flips + " bits");
    }

    private static Mutation innerLength(byte[] record, Random random) {
        ByteBuffer bytes = copy(record, record.length);
        List<Integer> places = lengths(bytes);
        if (places.size() == 1) {
            return run(record);
        }
        int at = places.get(random.nextInt(places.size() - 1));
        int now = bytes.getInt(at);
        List<Integer> others =
                List.of(
                        0,
                        now + 1,
                        now - 1,
                        now ^ 1 << random.nextInt(32),
                        now + 8,
                        now + 64,
                        Integer.MAX_VALUE,
                        Integer.MIN_VALUE,
                        -1,
                        random.nextInt());
        int other = others.get(random.nextInt(others.size()));
        bytes.putInt(at, other);
        return new Mutation(
                seal(bytes), Set.of(Fault.MALFORMED), "length %d at %d".formatted(other, at));
    }

    private static Mutation run(byte[] record) {
        ByteBuffer bytes = copy(record, record.length);
        bytes.putLong(16, bytes.getLong(16) | Long.MIN_VALUE);
        return new Mutation(seal(bytes), Set.of(Fault.MALFORMED), "a negative run");
    }

    private static Mutation kind(byte[] record, Random random) {
        ByteBuffer bytes = copy(record, record.length);
        if (random.nextBoolean()) {
            bytes.putShort(random.nextInt(2) * 2, (short) random.nextInt(1 << 16));
            return new Mutation(seal(bytes), Set.of(Fault.NOT_A_RECORD), "another kind");
        }
        MessageType other = MessageType.values()[random.nextInt(TestRecords.KINDS)];
        bytes.putShort(0, (short) other.blockBytes()).putShort(2, (short) other.template());
        return new Mutation(seal(bytes), Set.of(Fault.MALFORMED), "as " + other);
    }

    private static Mutation mutate(byte[] record, Way way, Random random) {
        ByteBuffer whole = copy(record, record.length);
        short word = (short) random.nextInt(1 << 16);
        return switch (way) {
            case FLIP -> flip(record, random);
            case CUT -> cut(record, random.nextInt(record.length));
            case CUT_AT_A_FIELD -> {
                List<Integer> places = lengths(whole);
                int place = places.get(random.nextInt(places.size())) - random.nextInt(2);
                yield cut(record, place - (place == record.length ? 1 : 0));
            }
            case EXTEND -> {
                ByteBuffer bytes = copy(record, record.length + 1 + random.nextInt(100));
                yield new Mutation(bytes, Set.of(Fault.CORRUPT), "extended");
            }
            case VERSION -> {
                ByteBuffer bytes = whole.putShort(6, word);
                yield new Mutation(
                        random.nextBoolean() ? seal(bytes) : bytes,
                        Set.of(Fault.SCHEMA_VERSION),
                        "version " + word);
            }
            case SCHEMA -> {
                ByteBuffer bytes = whole.putShort(4, word);
                yield new Mutation(
                        random.nextBoolean() ? seal(bytes) : bytes,
                        Set.of(Fault.NOT_A_RECORD),
                        "schema " + word);
            }
            case KIND -> kind(record, random);
            case LENGTH -> {
                int other = random.nextBoolean() ? random.nextInt() : random.nextInt(2000);
                yield new Mutation(
                        seal(whole.putInt(12, other)),
                        Set.of(
                                Integer.compareUnsigned(other, record.length) > 0
                                        ? Fault.TRUNCATED
                                        : Fault.CORRUPT),
                        "length " + other);
            }
            case INNER_LENGTH -> innerLength(record, random);
            case RUN -> run(record);
        };
    }

    private static Mutation cut(byte[] record, int length) {
        return new Mutation(copy(record, length), Set.of(Fault.TRUNCATED), "cut at " + length);
    }

    @Test
    void damageIsReportedAsWhatItIs() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Map<Fault, Integer> found = new EnumMap<>(Fault.class);
        int unchanged = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            Random random = new Random(seed);
            byte[] record = new TestRecords(seed).next(random.nextInt(TestRecords.KINDS)).encode();
            Way way = Way.values()[random.nextInt(Way.values().length)];
            Mutation mutation = mutate(record, way, random);
            String what = "seed %d: %s: %s".formatted(seed, way, mutation.what());
            long before = threads.getCurrentThreadAllocatedBytes();
            if (mutation.record().equals(ByteBuffer.wrap(record))) {
                WireMessage.decode(mutation.record());
                unchanged++;
                continue;
            }
            WireException e =
                    assertThrows(
                            WireException.class, () -> WireMessage.decode(mutation.record()), what);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < MOST_ALLOCATED, what + ": allocated " + allocated);
            assertTrue(mutation.faults().contains(e.fault()), what + ": " + e.fault());
            assertTrue(e.getMessage().contains(": expected "), what + ": " + e.getMessage());
            found.merge(e.fault(), 1, Integer::sum);
        }
        assertTrue(unchanged < MUTATIONS / 50, unchanged + " unchanged");
        for (Fault fault :
                List.of(
                        Fault.TRUNCATED,
                        Fault.NOT_A_RECORD,
                        Fault.SCHEMA_VERSION,
                        Fault.CORRUPT,
                        Fault.MALFORMED)) {
            assertTrue(found.getOrDefault(fault, 0) > 30, fault + " in " + found);
        }
    }

    @Test
    void everyCutOfASmallRecordIsFound() {
        byte[] record = new AcceptEnd(1, 2, 7128, 3, 0, 0).encode();
        for (int length = 0; length < record.length; length++) {
            ByteBuffer cut = copy(record, length);
            WireException e = assertThrows(WireException.class, () -> WireMessage.decode(cut));
            assertEquals(Fault.TRUNCATED, e.fault(), "length " + length);
            // one that says that it is as short as it is, and has the right checksum
            if (length >= 16) {
                seal(cut.putInt(12, length));
                e = assertThrows(WireException.class, () -> WireMessage.decode(cut));
                Fault fault = length < 32 ? Fault.TRUNCATED : Fault.MALFORMED;
                assertEquals(fault, e.fault(), "length " + length);
            }
        }
    }
}

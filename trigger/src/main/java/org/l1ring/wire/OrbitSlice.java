package org.l1ring.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/**
 * Frames of an orbit, or of a part of it, with a few frames before and after for what looks back or
 * ahead.
 *
 * @param origin which crossings they are
 * @param frameBytes bytes of a frame, a multiple of 64
 * @param leading frames before the slice's own, 0 to 255
 * @param trailing frames after the slice's own, 0 to 255
 * @param suppressed whether frames whose bytes are all 0 are left out of {@code frames}
 * @param filled bit i, from the lowest of byte 0 on, is 0 only when all bytes of frame i are 0; the
 *     leading frames come first; a view
 * @param frames the frames one after the other; a view
 */
public record OrbitSlice(
        SliceOrigin origin,
        int frameBytes,
        int leading,
        int trailing,
        boolean suppressed,
        ByteBuffer filled,
        ByteBuffer frames)
        implements WireMessage {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final int MOST_AROUND = 255;

    /**
     * Checks that the frames are as many as there should be.
     *
     * @throws WireException if they are not, or a field is out of its range
     */
    public OrbitSlice {
        filled = Envelope.view(filled);
        frames = Envelope.view(frames);
        Envelope.expectFrameBytes(frameBytes);
        expectAround("leading", leading);
        expectAround("trailing", trailing);
        int count = leading + origin.crossings() + trailing;
        Envelope.expectBytes("filled", filled, Math.ceilDiv(count, Byte.SIZE));
        int kept = 0;
        for (int i = 0; i < filled.limit(); i++) {
            kept += Integer.bitCount(Byte.toUnsignedInt(filled.get(i)));
        }
        int spare = filled.limit() * Byte.SIZE - count;
        int last = Byte.toUnsignedInt(filled.get(filled.limit() - 1));
        Envelope.expect(
                "filled", last >>> (Byte.SIZE - spare) == 0, "0 after bit " + (count - 1), last);
        long stored = suppressed ? kept : count;
        Envelope.expectBytes("frames", frames, stored * frameBytes);
    }

    private static void expectAround(String what, int frames) {
        Envelope.expect(what, frames >= 0 && frames <= MOST_AROUND, "0 to 255", frames);
    }

    /**
     * Packs frames.
     *
     * @param origin which crossings the slice has
     * @param frameBytes bytes of a frame, a multiple of 64
     * @param leading frames in {@code memory} before the slice's own
     * @param trailing frames in {@code memory} after the slice's own
     * @param suppress whether to leave out frames whose bytes are all 0
     * @param memory all frames, leading ones first
     * @return the slice, which is a view of {@code memory} if nothing is left out
     */
    public static OrbitSlice pack(
            SliceOrigin origin,
            int frameBytes,
            int leading,
            int trailing,
            boolean suppress,
            MemorySegment memory) {
        int count = leading + origin.crossings() + trailing;
        byte[] filled = new byte[Math.ceilDiv(count, Byte.SIZE)];
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (!empty(memory, (long) i * frameBytes, frameBytes)) {
                filled[i / Byte.SIZE] |= (byte) (1 << (i % Byte.SIZE));
                kept++;
            }
        }
        ByteBuffer packed = memory.asSlice(0, (long) count * frameBytes).asByteBuffer();
        if (suppress) {
            packed = kept(memory, frameBytes, count, ByteBuffer.wrap(filled), kept);
        }
        return new OrbitSlice(
                origin, frameBytes, leading, trailing, suppress, ByteBuffer.wrap(filled), packed);
    }

    private static ByteBuffer kept(
            MemorySegment memory, int frameBytes, int count, ByteBuffer filled, int kept) {
        byte[] frames = new byte[kept * frameBytes];
        MemorySegment target = MemorySegment.ofArray(frames);
        long at = 0;
        for (int i = 0; i < count; i++) {
            if (bit(filled, i)) {
                MemorySegment.copy(memory, (long) i * frameBytes, target, at, frameBytes);
                at += frameBytes;
            }
        }
        return ByteBuffer.wrap(frames);
    }

    private static boolean empty(MemorySegment memory, long at, int bytes) {
        for (int i = 0; i < bytes; i += Long.BYTES) {
            if (memory.get(LONG, at + i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean bit(ByteBuffer bits, int index) {
        return ((bits.get(index / Byte.SIZE) >>> (index % Byte.SIZE)) & 1) != 0;
    }

    @Override
    public long run() {
        return origin.run();
    }

    /**
     * Copies the slice's own frames, without those before and after, to where a scorer reads them.
     *
     * @param target receives {@code crossings * frameBytes} bytes
     */
    public void unpack(MemorySegment target) {
        int stored = 0;
        for (int i = 0; i < leading; i++) {
            stored += !suppressed || bit(filled, i) ? 1 : 0;
        }
        MemorySegment from = MemorySegment.ofBuffer(frames);
        if (!suppressed) {
            long bytes = (long) origin.crossings() * frameBytes;
            MemorySegment.copy(from, (long) stored * frameBytes, target, 0, bytes);
            return;
        }
        for (int i = 0; i < origin.crossings(); i++) {
            long at = (long) i * frameBytes;
            if (bit(filled, leading + i)) {
                MemorySegment.copy(from, (long) stored++ * frameBytes, target, at, frameBytes);
            } else {
                target.asSlice(at, frameBytes).fill((byte) 0);
            }
        }
    }

    /**
     * The frames of a block that may hold something.
     *
     * @param block block of the slice, from 0
     * @return bit k is 0 only when all bytes of the block's frame k are 0; bits beyond the slice
     *     are 0
     */
    public long filled(int block) {
        long mask = 0;
        int end = Math.min(Long.SIZE, origin.crossings() - block * Long.SIZE);
        for (int k = 0; k < end; k++) {
            if (bit(filled, leading + block * Long.SIZE + k)) {
                mask |= 1L << k;
            }
        }
        return mask;
    }

    @Override
    public byte[] encode() {
        byte[] source = Envelope.utf8(origin.source());
        byte[] scheme = Envelope.utf8(origin.scheme());
        ByteBuffer bytes =
                Envelope.begin(
                        MessageType.ORBIT_SLICE,
                        origin.run(),
                        origin.orbit(),
                        source.length,
                        scheme.length,
                        filled.limit(),
                        frames.limit());
        origin.put(bytes);
        bytes.putShort((short) frameBytes).put((byte) leading).put((byte) trailing);
        bytes.put((byte) (suppressed ? 1 : 0));
        Envelope.endBlock(bytes, MessageType.ORBIT_SLICE);
        Envelope.put(bytes, source);
        Envelope.put(bytes, scheme);
        Envelope.put(bytes, filled);
        Envelope.put(bytes, frames);
        return Envelope.seal(bytes);
    }

    static OrbitSlice decode(ByteBuffer bytes) {
        ByteBuffer variable = bytes.duplicate().order(bytes.order());
        Envelope.endBlock(variable, MessageType.ORBIT_SLICE);
        SliceOrigin origin = SliceOrigin.take(bytes, variable);
        int frameBytes = Envelope.u16(bytes);
        int leading = Envelope.u8(bytes);
        int trailing = Envelope.u8(bytes);
        int suppressed = Envelope.u8(bytes);
        Envelope.expect("suppressed", suppressed <= 1, "0 or 1", suppressed);
        ByteBuffer filled = Envelope.take(variable, "filled");
        ByteBuffer frames = Envelope.take(variable, "frames");
        bytes.position(variable.position());
        return new OrbitSlice(
                origin, frameBytes, leading, trailing, suppressed == 1, filled, frames);
    }
}

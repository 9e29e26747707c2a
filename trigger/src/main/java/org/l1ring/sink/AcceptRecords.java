package org.l1ring.sink;

import java.nio.ByteBuffer;
import org.l1ring.frame.StreamException;
import org.l1ring.frame.StreamHeader;
import org.l1ring.wire.AcceptEnd;
import org.l1ring.wire.AcceptStart;
import org.l1ring.wire.Fault;
import org.l1ring.wire.OrbitAccepts;
import org.l1ring.wire.WireException;
import org.l1ring.wire.WireMessage;

/** The records that an accept stream travels in between machines. */
public final class AcceptRecords {
    private AcceptRecords() {}

    /**
     * The first record of an accept stream.
     *
     * @param run run, 0 or more
     * @param header what the stream says about itself
     * @return the record; it holds the header as an accept file has it
     */
    public static AcceptStart start(long run, AcceptHeader header) {
        ByteBuffer bytes = StreamHeader.encode(AcceptHeader.MAGIC, AcceptHeader.VERSION, header);
        return new AcceptStart(run, header.circuitDigest(), bytes);
    }

    /**
     * What an accept stream says about itself.
     *
     * @param start its first record
     * @return the header
     * @throws WireException if the header in it is damaged, of another version, or names another
     *     circuit than the record
     */
    public static AcceptHeader header(AcceptStart start) {
        ByteBuffer bytes = start.header();
        AcceptHeader header;
        try {
            int length =
                    StreamHeader.length(
                            "accept start", AcceptHeader.MAGIC, AcceptHeader.VERSION, bytes);
            if (length != bytes.limit()) {
                throw malformed("header", length + " bytes", bytes.limit() + " bytes");
            }
            header = StreamHeader.decode("accept start", bytes, AcceptHeader.class);
        } catch (StreamException e) {
            throw new WireException(Fault.MALFORMED, e.getMessage());
        }
        if (!start.circuitDigest().equals(header.circuitDigest())) {
            throw malformed("header: circuit", start.circuitDigest(), header.circuitDigest());
        }
        return header;
    }

    private static WireException malformed(String what, String expected, String got) {
        return new WireException(
                Fault.MALFORMED,
                "accept start: %s: expected %s, got %s".formatted(what, expected, got));
    }

    /**
     * The accepts of an orbit in a stream of one algorithm, which has prescale 1, and one score.
     *
     * @param run run, 0 or more
     * @param orbit orbit of the run, from 0
     * @param circuitDigest SHA-256 of the circuit that scored, in hexadecimal
     * @param lostBlocks bit b is set when block b was lost
     * @param count accepted crossings
     * @param crossings their bunch crossings, ascending; those from {@code count} on are not read
     * @param scores the raw score of each of them; those from {@code count} on are not read
     * @return the record
     */
    public static OrbitAccepts orbit(
            long run,
            long orbit,
            String circuitDigest,
            long lostBlocks,
            int count,
            int[] crossings,
            long[] scores) {
        ByteBuffer places = WireMessage.buffer(count * Short.BYTES);
        ByteBuffer bits = WireMessage.buffer(count * Long.BYTES);
        ByteBuffer values = WireMessage.buffer(count * Long.BYTES);
        for (int i = 0; i < count; i++) {
            places.putShort((short) crossings[i]);
            bits.putLong(1);
            values.putLong(scores[i]);
        }
        bits.flip();
        return new OrbitAccepts(
                run,
                orbit,
                circuitDigest,
                lostBlocks,
                1,
                1,
                places.flip(),
                bits,
                bits,
                values.flip());
    }

    /**
     * The last record of an accept stream.
     *
     * @param run run, 0 or more
     * @param totals the totals of the stream
     * @return the record
     */
    public static AcceptEnd end(long run, AcceptTotals totals) {
        return new AcceptEnd(
                run,
                totals.orbits(),
                totals.crossings(),
                totals.accepts(),
                totals.lostBlocks(),
                totals.lostCrossings());
    }

    /**
     * The totals of an accept stream.
     *
     * @param end its last record
     * @return the totals
     */
    public static AcceptTotals totals(AcceptEnd end) {
        return new AcceptTotals(
                end.orbits(),
                end.crossings(),
                end.accepts(),
                end.lostBlocks(),
                end.lostCrossings());
    }
}

package org.l1ring.sink;

import java.io.IOException;
import java.io.Writer;

/** Prints an accept stream as CSV, one accepted crossing a row. */
public final class AcceptCsv {
    private AcceptCsv() {}

    /**
     * Prints all accepts that have not been read yet.
     *
     * @param reader the stream; read to its end afterwards
     * @param out receives a header line and the rows
     * @throws IOException if {@code out} cannot be written
     * @throws org.l1ring.frame.StreamException if the stream is damaged
     */
    public static void print(AcceptReader reader, Writer out) throws IOException {
        print(reader, 0, Long.MAX_VALUE, out);
    }

    /**
     * Prints the accepts that have not been read yet: orbit, bunch crossing, each algorithm before
     * and after its prescale (0 or 1), raw scores.
     *
     * @param reader the stream; read to its end afterwards
     * @param first number of the first orbit to print
     * @param last number of the last orbit to print
     * @param out receives a header line and the rows
     * @throws IOException if {@code out} cannot be written
     * @throws org.l1ring.frame.StreamException if the stream is damaged
     */
    public static void print(AcceptReader reader, long first, long last, Writer out)
            throws IOException {
        AcceptHeader header = reader.header();
        StringBuilder line = new StringBuilder("orbit,bx");
        header.algorithms().forEach(name -> line.append(',').append(name).append("_before"));
        header.algorithms().forEach(name -> line.append(',').append(name).append("_after"));
        header.scores().forEach(name -> line.append(',').append(name));
        out.append(line.append('\n'));
        int algorithms = header.algorithms().size();
        DecidedOrbit orbit;
        while ((orbit = reader.next()) != null) {
            if (orbit.orbit() < first || orbit.orbit() > last) {
                continue;
            }
            for (Accept accept : orbit.accepts()) {
                line.setLength(0);
                line.append(accept.orbit()).append(',').append(accept.bunchCrossing());
                for (int i = 0; i < algorithms; i++) {
                    line.append(',').append((accept.before().get(i / Long.SIZE) >>> i) & 1);
                }
                for (int i = 0; i < algorithms; i++) {
                    line.append(',').append((accept.after().get(i / Long.SIZE) >>> i) & 1);
                }
                accept.scores().forEach(score -> line.append(',').append(score));
                out.append(line.append('\n'));
            }
        }
    }
}

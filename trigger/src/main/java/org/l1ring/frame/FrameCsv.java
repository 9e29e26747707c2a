package org.l1ring.frame;

import java.io.IOException;
import java.io.Writer;

/** Prints a frame file as CSV, one crossing a row. */
public final class FrameCsv {
    private FrameCsv() {}

    /**
     * Prints all crossings of a frame file: orbit, bunch crossing, raw fields.
     *
     * @param reader the frame file
     * @param out receives a header line and the rows
     * @throws IOException if {@code out} cannot be written
     * @throws StreamException if an orbit is damaged
     */
    public static void print(FrameFileReader reader, Writer out) throws IOException {
        print(reader, 0, Long.MAX_VALUE, out);
    }

    /**
     * Prints the crossings of a frame file: orbit, bunch crossing, raw fields.
     *
     * @param reader the frame file
     * @param first number of the first orbit to print
     * @param last number of the last orbit to print
     * @param out receives a header line and the rows
     * @throws IOException if {@code out} cannot be written
     * @throws StreamException if an orbit is damaged
     */
    public static void print(FrameFileReader reader, long first, long last, Writer out)
            throws IOException {
        FrameLayout layout = reader.header().layout();
        StringBuilder line = new StringBuilder("orbit,bx");
        layout.fieldNames().forEach(name -> line.append(',').append(name));
        out.append(line.append('\n'));
        for (long index = 0; index < reader.orbits(); index++) {
            long orbit = reader.orbitNumber(index);
            if (orbit < first || orbit > last) {
                continue;
            }
            reader.checkOrbit(index);
            long frame = reader.offset(index);
            for (int bx = 0; bx < FrameLayout.ORBIT_CROSSINGS; bx++) {
                line.setLength(0);
                line.append(orbit).append(',').append(bx);
                for (int field = 0; field < layout.fields(); field++) {
                    line.append(',')
                            .append(FieldAccess.get(reader.segment(), frame, layout, field));
                }
                out.append(line.append('\n'));
                frame += layout.frameBytes();
            }
        }
    }
}

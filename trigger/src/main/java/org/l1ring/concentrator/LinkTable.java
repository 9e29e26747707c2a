package org.l1ring.concentrator;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.l1ring.econ.CellAlgorithm;
import org.l1ring.econ.FloatCode;
import org.l1ring.econ.LatentFormat;
import org.l1ring.econ.LinkFrame;
import org.l1ring.frame.FrameLayout;

/** What a receiver makes of a file of link words, a line of CSV for each crossing. */
public final class LinkTable {
    private LinkTable() {}

    /**
     * Prints a file: orbit, bunch crossing, truncation, module sum where one was sent, then the
     * charges of the 48 cells or the 16 latent values.
     *
     * @param path of the file
     * @param out where to
     * @throws org.l1ring.frame.StreamException if the file is damaged; nothing is printed before
     *     its checksum is known to be right
     * @throws IOException if it cannot be read
     */
    public static void print(Path path, PrintWriter out) throws IOException {
        try (LinkFileReader reader = LinkFileReader.open(path)) {
            if (reader.head().algorithm() == Algorithm.AUTOENCODER) {
                latents(reader, out);
            } else {
                cells(reader, out);
            }
        }
    }

    private static void cells(LinkFileReader reader, PrintWriter out) throws IOException {
        LinkFile head = reader.head();
        CellAlgorithm algorithm = head.options().cells();
        // Best choice drops bits before it sums.
        int drop = head.algorithm() == Algorithm.BEST_CHOICE ? head.drop() : 0;
        double[] charges = new double[LinkFrame.CELLS];
        out.println(names("charge_", charges.length));
        LinkFrame frame = new LinkFrame();
        for (long crossing = 0; reader.next(frame); crossing++) {
            algorithm.estimate(frame, charges);
            out.println(line(crossing, frame, sum(frame, FloatCode.SUM, drop), charges));
        }
    }

    private static void latents(LinkFileReader reader, PrintWriter out) throws IOException {
        LinkFile head = reader.head();
        double unit = Math.scalb(1.0, -head.latentFraction());
        int unused = Integer.SIZE - LatentFormat.kept(head.links());
        double[] latents = new double[LatentFormat.LATENTS];
        out.println(names("latent_", latents.length));
        LinkFrame frame = new LinkFrame();
        for (long crossing = 0; reader.next(frame); crossing++) {
            for (int i = 0; i < latents.length; i++) {
                int code = frame.code(i);
                latents[i] = unit * (head.latentSigned() ? code << unused >> unused : code);
            }
            out.println(line(crossing, frame, sum(frame, FloatCode.WIDE, 0), latents));
        }
    }

    private static String names(String prefix, int count) {
        StringJoiner names = new StringJoiner(",");
        names.add("orbit").add("bx").add("truncation").add("sum");
        IntStream.range(0, count).forEach(i -> names.add(prefix + i));
        return names.toString();
    }

    private static String sum(LinkFrame frame, FloatCode code, int drop) {
        return frame.sum() == LinkFrame.NO_SUM
                ? ""
                : Long.toString(code.decode(frame.sum(), drop, FloatCode.Place.HALF));
    }

    private static String line(long crossing, LinkFrame frame, String sum, double[] values) {
        StringJoiner line = new StringJoiner(",");
        line.add(Long.toString(crossing / FrameLayout.ORBIT_CROSSINGS));
        line.add(Long.toString(crossing % FrameLayout.ORBIT_CROSSINGS));
        line.add(frame.truncation().name().toLowerCase(Locale.ROOT));
        line.add(sum);
        for (double value : values) {
            boolean whole = value == Math.rint(value);
            line.add(whole ? Long.toString((long) value) : Double.toString(value));
        }
        return line.toString();
    }
}

package org.l1ring.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.l1ring.frame.FrameCsv;
import org.l1ring.frame.FrameFileHeader;
import org.l1ring.frame.FrameFileReader;
import org.l1ring.frame.PendingText;
import org.l1ring.sink.AcceptCsv;
import org.l1ring.sink.AcceptHeader;
import org.l1ring.sink.AcceptReader;
import org.l1ring.sink.AcceptTotals;
import org.l1ring.sink.DecidedOrbit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb dump: accept streams and frame files as text. */
@Command(
        name = "dump",
        description = {
            "Prints an accept stream (.l1a) or a frame file (.l1f): what it says about itself, or"
                    + " with --csv its content. The file's checksums are verified.",
            "",
            "Rows of an accept stream are its accepted crossings: orbit, bx, each algorithm bit"
                    + " before and after its prescale, raw scores. Rows of a frame file are its"
                    + " crossings: orbit, bx, raw fields."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring dump l1ring-run/accepts.l1a",
            "  l1ring dump l1ring-run/accepts.l1a --csv -o accepts.csv.gz",
            "  l1ring dump frames.l1f --csv --orbits 0..1"
        })
final class DumpCommand implements Callable<Integer> {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})(?:\\.\\.(\\d{1,18}))?");

    @Mixin private CommonOptions unusedCommon;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Accept stream or frame file.")
    private Path file;

    @Option(names = "--csv", description = "Print the content as CSV.")
    private boolean csv;

    @Option(
            names = "--orbits",
            paramLabel = "A..B",
            description = "Only orbits A to B, or only A; with --csv.")
    private String orbits;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "Write the CSV to this file, as gzip if it ends in .gz; with --csv.")
    private Path output;

    private long first;
    private long last = Long.MAX_VALUE;

    @Override
    public Integer call() throws Exception {
        if (!csv && (orbits != null || output != null)) {
            throw new ParameterException(
                    spec.commandLine(), "--orbits and --output go with --csv; add --csv");
        }
        parseOrbits();
        boolean frames = startsAs(file, FrameFileHeader.MAGIC);
        if (!csv) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(frames ? describeFrames() : describeAccepts());
            out.flush();
        } else if (output == null) {
            PrintWriter out = spec.commandLine().getOut();
            print(frames, out);
            out.flush();
        } else {
            try (PendingText text = new PendingText(output)) {
                print(frames, text.writer());
                text.commit();
            }
        }
        return 0;
    }

    private void parseOrbits() {
        if (orbits == null) {
            return;
        }
        Matcher matcher = RANGE.matcher(orbits);
        if (!matcher.matches()) {
            throw new ParameterException(
                    spec.commandLine(), "--orbits: expected A..B or A, got '" + orbits + "'");
        }
        first = Long.parseLong(matcher.group(1));
        last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
        if (last < first) {
            throw new ParameterException(
                    spec.commandLine(), "--orbits: expected A <= B, got '" + orbits + "'");
        }
    }

    private static boolean startsAs(Path path, String magic) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IllegalArgumentException(path + ": expected a file, got a folder");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] letters = in.readNBytes(magic.length());
            return new String(letters, StandardCharsets.ISO_8859_1).equals(magic);
        }
    }

    private void print(boolean frames, Writer out) throws IOException {
        if (frames) {
            try (FrameFileReader reader = new FrameFileReader(file)) {
                FrameCsv.print(reader, first, last, out);
            }
        } else {
            try (AcceptReader reader = new AcceptReader(file)) {
                AcceptCsv.print(reader, first, last, out);
            }
        }
    }

    private String describeFrames() {
        try (FrameFileReader reader = new FrameFileReader(file)) {
            FrameFileHeader header = reader.header();
            for (long index = 0; index < reader.orbits(); index++) {
                reader.checkOrbit(index);
            }
            String orbitRange =
                    reader.orbits() == 0
                            ? ""
                            : ", %d to %d"
                                    .formatted(
                                            reader.orbitNumber(0),
                                            reader.orbitNumber(reader.orbits() - 1));
            return """
            frame file, all checksums right
            frames   %s, %d fields, %d bytes a crossing
            source   %s
            scheme   %s
            seed     %d
            orbits   %d%s
            """
                    .formatted(
                            header.layout().name(),
                            header.layout().fields(),
                            header.layout().frameBytes(),
                            header.source(),
                            header.scheme(),
                            header.seed(),
                            reader.orbits(),
                            orbitRange);
        }
    }

    private String describeAccepts() {
        try (AcceptReader reader = new AcceptReader(file)) {
            AcceptHeader header = reader.header();
            DecidedOrbit orbit;
            do {
                orbit = reader.next();
            } while (orbit != null);
            AcceptTotals totals = reader.totals();
            return """
            accept stream, all checksums right
            model      %s, accepted from raw score %d on
            circuit    %s
            source     %s
            scheme     %s
            seed       %d
            algorithms %s
            scores     %s
            orbits     %d
            crossings  %d, %d lost in %d blocks
            accepts    %d
            """
                    .formatted(
                            header.model(),
                            header.threshold(),
                            header.circuitDigest(),
                            header.source(),
                            header.scheme(),
                            header.seed(),
                            String.join(", ", header.algorithms()),
                            String.join(", ", header.scores()),
                            totals.orbits(),
                            totals.crossings(),
                            totals.lostCrossings(),
                            totals.lostBlocks(),
                            totals.accepts());
        }
    }
}

package org.l1ring.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.l1ring.frame.FrameCsv;
import org.l1ring.frame.FrameFileHeader;
import org.l1ring.frame.FrameFileReader;
import org.l1ring.frame.PendingText;
import org.l1ring.frame.StreamException;
import org.l1ring.sink.AcceptCsv;
import org.l1ring.sink.AcceptHeader;
import org.l1ring.sink.AcceptReader;
import org.l1ring.sink.AcceptTotals;
import org.l1ring.sink.DecidedOrbit;
import org.l1ring.wire.KafkaName;
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
            "Prints an accept stream (.l1a), a frame file (.l1f) or what a Kafka topic holds: what"
                    + " it says about itself, or with --csv its content. Checksums are verified.",
            "",
            "Rows of an accept stream are its accepted crossings: orbit, bx, each algorithm bit"
                    + " before and after its prescale, raw scores. Rows of a frame file are its"
                    + " crossings: orbit, bx, raw fields.",
            "",
            "Of a topic of accepts it prints one run, the newest unless --run names another; --save"
                    + " writes it as an accept stream, byte for byte that of the run. Of any other"
                    + " topic it counts the records."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring dump l1ring-run/accepts.l1a",
            "  l1ring dump l1ring-run/accepts.l1a --csv -o accepts.csv.gz",
            "  l1ring dump frames.l1f --csv --orbits 0..1",
            "  l1ring dump kafka:accepts --save accepts.l1a"
        })
final class DumpCommand implements Callable<Integer> {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})(?:\\.\\.(\\d{1,18}))?");

    @Mixin private CommonOptions unusedCommon;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE|kafka:TOPIC",
            description = "Accept stream, frame file or Kafka topic.")
    private String stream;

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

    @Option(
            names = "--run",
            paramLabel = "N",
            description = "Only this run of a topic; of accepts otherwise the newest.")
    private Long run;

    @Option(
            names = "--save",
            paramLabel = "FILE.l1a",
            description = "Write a topic's accepts to this file.")
    private Path save;

    @Mixin private KafkaConfig config;

    private long first;
    private long last = Long.MAX_VALUE;

    @Override
    public Integer call() throws Exception {
        if (!csv && (orbits != null || output != null)) {
            throw new ParameterException(
                    spec.commandLine(), "--orbits and --output go with --csv; add --csv");
        }
        parseOrbits();
        if (KafkaName.isTopic(stream)) {
            showTopic(KafkaName.topic(stream));
        } else if (run != null || save != null || config.file() != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--run, --save and --kafka-config go with a topic; write kafka:TOPIC");
        } else {
            Path file = Path.of(stream);
            if (startsAs(file, FrameFileHeader.MAGIC)) {
                showFrames(file);
            } else {
                showAccepts(file, "");
            }
        }
        return 0;
    }

    private void showTopic(String topic) throws IOException {
        OptionalLong wanted = run == null ? OptionalLong.empty() : OptionalLong.of(run);
        Path folder = Files.createTempDirectory("l1ring-dump");
        try {
            TopicDump dump = TopicDump.read(topic, config.file(), wanted, save, folder);
            if (dump.accepts() != null) {
                showAccepts(dump.accepts(), dump.run());
            } else if (csv || save != null) {
                throw new StreamException(
                        "%s: expected accepts, got none; leave out --csv and --save for a summary"
                                .formatted(stream));
            } else {
                print(dump.summary());
            }
        } finally {
            TopicDump.delete(folder);
        }
    }

    private void showFrames(Path file) throws IOException {
        try (FrameFileReader reader = new FrameFileReader(file)) {
            if (csv) {
                printCsv(out -> FrameCsv.print(reader, first, last, out));
            } else {
                print(describe(reader));
            }
        }
    }

    private void showAccepts(Path file, String more) throws IOException {
        try (AcceptReader reader = new AcceptReader(file)) {
            if (csv) {
                printCsv(out -> AcceptCsv.print(reader, first, last, out));
            } else {
                print(describe(reader) + more);
            }
        }
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    /** Writes rows. */
    private interface Rows {
        void print(Writer out) throws IOException;
    }

    private void printCsv(Rows rows) throws IOException {
        if (output == null) {
            PrintWriter out = spec.commandLine().getOut();
            rows.print(out);
            out.flush();
            return;
        }
        try (PendingText text = new PendingText(output)) {
            rows.print(text.writer());
            text.commit();
        }
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

    private static String describe(FrameFileReader reader) {
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

    private static String describe(AcceptReader reader) {
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

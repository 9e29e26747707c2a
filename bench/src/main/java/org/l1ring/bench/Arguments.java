package org.l1ring.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The options of the command; the rest are JMH's.
 *
 * @param quick a smoke run
 * @param rounds processes that each benchmark runs in; 0 for as many as suit
 * @param checkFloors compare with the floors at the end
 * @param help explain and end
 * @param kafka measure streams through Kafka instead
 * @param render results to make pages of instead of measuring
 * @param result file of results that is asked for
 * @param jmh JMH's other options, and regular expressions of benchmarks
 */
record Arguments(
        boolean quick,
        int rounds,
        boolean checkFloors,
        boolean help,
        boolean kafka,
        Optional<Path> render,
        Optional<Path> result,
        List<String> jmh) {

    /** The explanation of our options. */
    static final String HELP =
            """
            Usage: l1ring bench [--quick] [--check-floors] [JMH's options] [BENCHMARK ...]
                   l1ring bench --kafka [--quick]
                   l1ring bench [--kafka] --render FILE

            Without arguments runs every benchmark, three times in processes of its own, and
            writes bench/results.json, bench/RESULTS.md, docs/performance.md and its plots
            (up to an hour).

              --rounds N      that often instead of three times, or once with --quick
              --quick         a selection, once, in short iterations, into l1ring-bench.json and
                              l1ring-bench.md here (under 3 minutes; on a busy machine the
                              last parts are left out)
              --check-floors  exit 1 if a ratio of engines is below its floor in
                              bench/floors.json; alone it runs only what the floors need
              --kafka         measures streams through a broker of its own in a temporary folder
                              and writes bench/kafka.json, bench/KAFKA.md and its plot (about
                              15 minutes); with --quick l1ring-kafka.json and .md here
                              (about 4 minutes)
              --render FILE   makes the pages of a full run again from its JSON
              -h, --help      this text, then JMH's options

            With a BENCHMARK (a regular expression) or any option of JMH, runs that part alone,
            as JMH does, and writes l1ring-bench.json here, or the file after -rff; pages are
            left alone.

            A run reads the models of L1RING_REFERENCE (default ../shared/reference); random
            networks of the same shapes stand in for those that are not there.
            Exit codes: 0 done, 1 below a floor, 2 bad usage or input, 3 a benchmark failed.
            """;

    Arguments {
        jmh = List.copyOf(jmh);
    }

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException when an option lacks its value, or options exclude each
     *     other
     */
    static Arguments parse(String... words) {
        boolean quick = false;
        int rounds = 0;
        boolean check = false;
        boolean help = false;
        boolean kafka = false;
        Optional<Path> render = Optional.empty();
        Optional<Path> result = Optional.empty();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            switch (words[i]) {
                case "--quick" -> quick = true;
                case "--rounds" -> rounds = number(words, i++);
                case "--check-floors" -> check = true;
                case "-h", "--help" -> help = true;
                case "--kafka" -> kafka = true;
                case "--render" -> render = Optional.of(file(words, i++));
                case "-rff" -> result = Optional.of(file(words, i++));
                default -> rest.add(words[i]);
            }
        }
        if (render.isPresent()
                && (quick || check || rounds > 0 || result.isPresent() || !rest.isEmpty())) {
            throw new IllegalArgumentException("--render: expected no other options beside it");
        }
        if (kafka && (check || rounds > 0 || result.isPresent() || !rest.isEmpty())) {
            throw new IllegalArgumentException(
                    "--kafka: expected --quick or --render beside it, and nothing else");
        }
        return new Arguments(quick, rounds, check, help, kafka, render, result, rest);
    }

    private static int number(String[] words, int option) {
        String given = option + 1 == words.length ? "nothing" : words[option + 1];
        if (!given.matches("[1-9]\\d?")) {
            throw new IllegalArgumentException(
                    "%s: expected 1 to 99 after it, got %s".formatted(words[option], given));
        }
        return Integer.parseInt(given);
    }

    private static Path file(String[] words, int option) {
        if (option + 1 == words.length) {
            throw new IllegalArgumentException(words[option] + ": expected a file after it");
        }
        return Path.of(words[option + 1]);
    }

    /** Whether only a part is asked for, whose results replace nothing. */
    boolean partial() {
        return !jmh.isEmpty();
    }
}

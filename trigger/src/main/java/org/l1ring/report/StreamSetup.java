package org.l1ring.report;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.l1ring.feed.lhc.FillingScheme;
import org.l1ring.ring.Rate;

/**
 * The stream of a run and how it was driven.
 *
 * @param source what the stream is, one line
 * @param scheme filling scheme of the stream, if it has one that is known
 * @param seed seed of the stream, if it has one
 * @param rate pace of the stream
 * @param workers scoring threads, 1 or more
 * @param command the command line
 * @param started when the run was started
 */
public record StreamSetup(
        String source,
        Optional<FillingScheme> scheme,
        OptionalLong seed,
        Rate rate,
        int workers,
        String command,
        Instant started) {
    /** Checks that nothing is missing. */
    public StreamSetup {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(seed, "seed");
        Objects.requireNonNull(rate, "rate");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(started, "started");
    }
}

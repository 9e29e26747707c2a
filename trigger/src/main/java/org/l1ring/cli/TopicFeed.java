package org.l1ring.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.logging.Logger;
import org.l1ring.console.CountProgress;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kafka.FrameFeed;
import org.l1ring.kafka.KafkaSettings;
import org.l1ring.kafka.TopicRun;
import org.l1ring.report.Units;
import org.l1ring.ring.Rate;

/** Feeds a topic. Only a feed that goes to one loads this class, and with it those of Kafka. */
final class TopicFeed {
    private static final Logger LOG = Logger.getLogger(TopicFeed.class.getName());

    private final String topic;
    private final KafkaSettings settings;
    private final FrameFeed.Options options;
    private final Rate rate;

    /** A feed of a topic, whose options are checked here. */
    TopicFeed(String topic, FeedTopicArguments arguments) {
        this.topic = topic;
        this.rate = arguments.rate();
        FrameFeed.Options given =
                new FrameFeed.Options(
                        topic,
                        arguments.partitions(),
                        arguments.run() != null ? arguments.run() : Instant.now().getEpochSecond(),
                        arguments.slice(),
                        arguments.suppress());
        this.settings = KafkaSettings.read(arguments.config());
        settings.reach();
        settings.topic(topic, arguments.partitions());
        long newest = TopicRun.newest(settings, topic).orElse(-1);
        if (arguments.run() != null && arguments.run() <= newest) {
            throw new IllegalArgumentException(
                    "--run: expected a number above that of the newest run in kafka:%s, %d, got %d"
                            .formatted(topic, newest, arguments.run()));
        }
        this.options = given.withRun(Math.max(given.run(), newest + 1));
    }

    /**
     * Feeds until all orbits are sent or the program is asked to end.
     *
     * @param planned orbits to send
     */
    void send(FeedFrames frames, long planned, PrintWriter err, boolean quiet) {
        long started = System.nanoTime();
        try (Interrupt interrupt =
                        new Interrupt("the feed did not end in time; its run has no end");
                FrameFeed feed = new FrameFeed(settings, options, frames.header());
                CountProgress progress = new CountProgress("orbits", planned, err, quiet)) {
            LOG.info(
                    "kafka:%s: run %d, %s"
                            .formatted(
                                    topic,
                                    options.run(),
                                    Units.count(feed.partitions(), "partition")));
            interrupt.stops(feed::stop);
            long sent =
                    feed.send(
                            frames.source(),
                            planned,
                            rate,
                            orbits ->
                                    progress.at(orbits, () -> ", " + pace(feed, orbits, started)));
            LOG.info(
                    String.format(
                            Locale.ROOT,
                            "kafka:%s: run %d, %s, %s crossings, %s",
                            topic,
                            options.run(),
                            Units.count(sent, "orbit"),
                            Units.count(sent * FrameLayout.ORBIT_CROSSINGS),
                            pace(feed, sent, started)));
        }
    }

    private static String pace(FrameFeed feed, long orbits, long started) {
        double micros = 1e-3 * Math.max(1, System.nanoTime() - started);
        return "%s M crossings/s, %s MB/s"
                .formatted(
                        Units.value(orbits * FrameLayout.ORBIT_CROSSINGS / micros),
                        Units.value(feed.bytes() / micros));
    }
}

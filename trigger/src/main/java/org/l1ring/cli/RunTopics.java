package org.l1ring.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.l1ring.feed.FeedOptions;
import org.l1ring.kafka.KafkaSettings;
import org.l1ring.kafka.KafkaSink;
import org.l1ring.kafka.TopicRun;
import org.l1ring.report.TopicFigures;
import org.l1ring.ring.BlockSink;
import org.l1ring.ring.Rate;
import org.l1ring.run.ModelSelection;
import org.l1ring.run.RunInputs;
import org.l1ring.sink.WhenFull;
import org.l1ring.wire.KafkaName;

/** The topics of a run. Only a run that has one loads this class, and with it those of Kafka. */
final class RunTopics {
    private final KafkaArguments arguments;
    private final WhenFull full;
    private final KafkaSettings settings;
    private final List<KafkaSink> sinks = new ArrayList<>();
    private long run;

    /**
     * Finds the broker.
     *
     * @throws org.l1ring.frame.StreamException if there is none
     */
    RunTopics(KafkaArguments arguments, Rate pace) {
        this.arguments = arguments;
        this.full = arguments.full(pace);
        this.settings = KafkaSettings.read(arguments.config());
        this.run = arguments.run().orElseGet(() -> Instant.now().getEpochSecond());
        settings.reach();
    }

    /** Opens a run of a topic as the source. */
    RunInputs inputs(
            ModelSelection selection, String source, FeedOptions feed, Consumer<String> log) {
        TopicRun found = TopicRun.find(settings, KafkaName.topic(source), arguments.run(), log);
        run = found.run();
        log.accept(source + ": run " + run);
        return RunInputs.recorded(selection, found, feed, log);
    }

    /** Makes the sinks. */
    List<BlockSink> sinks(RunInputs inputs, Consumer<String> log) {
        try {
            for (String topic : arguments.sinks()) {
                settings.topic(topic, 1);
                sinks.add(KafkaSink.accepts(settings, topic, run, full, inputs.acceptHeader()));
            }
            for (String topic : arguments.frameSinks()) {
                settings.topic(topic, 1);
                sinks.add(KafkaSink.frames(settings, topic, run, full, inputs.model().layout()));
            }
        } catch (RuntimeException e) {
            sinks.forEach(KafkaSink::close);
            throw e;
        }
        if (!sinks.isEmpty()) {
            log.accept("sending as run " + run);
        }
        return List.copyOf(sinks);
    }

    /** What the sinks sent; known when the run has ended. */
    List<TopicFigures> figures() {
        return sinks.stream().map(KafkaSink::figures).toList();
    }
}

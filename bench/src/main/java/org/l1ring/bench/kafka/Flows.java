package org.l1ring.bench.kafka;

import java.util.List;
import java.util.Optional;
import org.l1ring.bench.results.KafkaResults.Cores;
import org.l1ring.bench.results.KafkaResults.Flow;
import org.l1ring.bench.results.KafkaResults.Kind;
import org.l1ring.bench.results.KafkaResults.Shape;

/** Measures streams at full speed. */
final class Flows {
    private static final long STEP_MILLIS = 250;
    private static final double PATIENCE_SECONDS = 90;

    /** From the first record at the end of a stream to the measurement, at least and at most. */
    private static final double WARM_SECONDS = 8;

    private static final double LONGEST_WARM_SECONDS = 40;

    /** Processors' time in which a worker has compiled what it needs; clients need less. */
    private static final double WORKER_SECONDS = 15;

    private static final double CLIENT_SECONDS = 5;

    private static final double WINDOW_SECONDS = 7;

    /** More orbits than a feed can send. */
    private static final long ENDLESS = 1L << 40;

    private final Rig rig;
    private int topics;

    /** The state of a stream. */
    private record Sample(
            double seconds,
            long produced,
            long consumed,
            long decided,
            double broker,
            double producer,
            double consumer,
            double others) {}

    /** A stream that is going on. */
    private record Going(
            Probe probe,
            String topic,
            String group,
            Optional<Child> producer,
            Optional<Child> consumer,
            boolean decides) {}

    Flows(Rig rig) {
        this.rig = rig;
    }

    /** A producer and a consumer at once, as raw clients or as ours. */
    Flow both(Kind kind, Shape shape, String sample, int round) throws InterruptedException {
        String name = "t" + topics++;
        boolean raw = kind == Kind.RAW_BOTH;
        String accepts = name + "-accepts";
        try (Probe probe = new Probe(rig.settings(), raw ? null : accepts);
                Child consumer =
                        raw
                                ? rig.rawConsumer(shape, name, name)
                                : rig.worker(shape, name, accepts, name);
                Child producer =
                        raw
                                ? rig.rawProducer(shape, name, sample)
                                : rig.feed(shape, name, ENDLESS)) {
            Going going =
                    new Going(
                            probe, name, name, Optional.of(producer), Optional.of(consumer), !raw);
            return measure(kind, shape, round, going);
        } finally {
            remove(name);
        }
    }

    /** A producer alone, and then a consumer alone, as raw clients or as ours. */
    List<Flow> apart(boolean raw, Shape shape, String sample) throws InterruptedException {
        String name = "t" + topics++;
        String accepts = name + "-accepts";
        try (Probe probe = new Probe(rig.settings(), raw ? null : accepts)) {
            Flow first;
            try (Child producer =
                    raw ? rig.rawProducer(shape, name, sample) : rig.feed(shape, name, ENDLESS)) {
                Going going =
                        new Going(
                                probe, name, name, Optional.of(producer), Optional.empty(), false);
                first = measure(raw ? Kind.RAW_PRODUCER : Kind.FEED, shape, 0, going);
            }
            try (Child consumer =
                    raw
                            ? rig.rawConsumer(shape, name, name)
                            : rig.worker(shape, name, accepts, name)) {
                Going going =
                        new Going(probe, name, name, Optional.empty(), Optional.of(consumer), !raw);
                return List.of(
                        first, measure(raw ? Kind.RAW_CONSUMER : Kind.WORKER, shape, 0, going));
            }
        } finally {
            remove(name);
        }
    }

    private void remove(String name) throws InterruptedException {
        try (Probe probe = new Probe(rig.settings(), null)) {
            probe.remove(List.of(name, name + "-accepts", name + ".scored", name + ".dead"));
        }
        Thread.sleep(1000); // until the broker has deleted the files
    }

    private Flow measure(Kind kind, Shape shape, int round, Going going)
            throws InterruptedException {
        double deadline = now() + PATIENCE_SECONDS;
        while (!started(going)) {
            going.producer().ifPresent(Child::check);
            going.consumer().ifPresent(Child::check);
            if (now() > deadline) {
                throw new IllegalStateException(kind + ": no record came through");
            }
            Thread.sleep(STEP_MILLIS);
        }
        Sample first = sample(going);
        for (double since = now(); !warm(since, first, going) && !half(going, first); ) {
            Thread.sleep(STEP_MILLIS);
            first = sample(going);
        }
        Sample last = first;
        double end = first.seconds() + WINDOW_SECONDS;
        for (Sample next = first; next.seconds() < end; next = sample(going)) {
            last = next;
            if (going.producer().isEmpty() && next.consumed() >= next.produced()) {
                break; // what came after the last record is no measurement
            }
            Thread.sleep(STEP_MILLIS);
        }
        return flow(kind, shape, round, going, new Sample[] {first, last});
    }

    /** Whether a stream has left its start behind, which others on the machine make longer. */
    private static boolean warm(double since, Sample now, Going going) {
        double clients = now.consumer() > 0 ? now.consumer() : now.producer();
        double compiled = going.decides() ? WORKER_SECONDS : CLIENT_SECONDS;
        double longest = clients < compiled ? LONGEST_WARM_SECONDS : WARM_SECONDS;
        return now.seconds() - since > longest;
    }

    /** Whether a consumer has come through half of a topic that nobody fills any more. */
    private static boolean half(Going going, Sample now) {
        return going.producer().isEmpty() && 2 * now.consumed() > now.produced();
    }

    private static boolean started(Going going) throws InterruptedException {
        Probe probe = going.probe();
        if (going.decides()) {
            return probe.decided() > 0;
        }
        return going.consumer().isPresent()
                ? probe.consumed(going.group()) > 0
                : probe.topics().contains(going.topic())
                        && probe.produced(going.topic(), Rig.PARTITIONS) > 0;
    }

    private Sample sample(Going going) throws InterruptedException {
        double producer = going.producer().map(Child::seconds).orElse(0.0);
        double consumer = going.consumer().map(Child::seconds).orElse(0.0);
        double broker = rig.broker().seconds();
        return new Sample(
                now(),
                going.probe().produced(going.topic(), Rig.PARTITIONS),
                going.consumer().isPresent() ? going.probe().consumed(going.group()) : 0,
                going.decides() ? going.probe().decided() : 0,
                broker,
                producer,
                consumer,
                Load.busySeconds() - Load.ownSeconds() - broker - producer - consumer);
    }

    private static Flow flow(Kind kind, Shape shape, int round, Going going, Sample[] ends) {
        Sample from = ends[0];
        Sample to = ends[1];
        double seconds = to.seconds() - from.seconds();
        Cores cores =
                new Cores(
                        (to.broker() - from.broker()) / seconds,
                        (to.producer() - from.producer()) / seconds,
                        (to.consumer() - from.consumer()) / seconds,
                        (to.others() - from.others()) / seconds);
        return new Flow(
                kind,
                shape,
                round,
                seconds,
                going.producer().isPresent() ? (to.produced() - from.produced()) / seconds : 0,
                (to.consumed() - from.consumed()) / seconds,
                (to.decided() - from.decided()) / seconds,
                cores);
    }

    private static double now() {
        return System.nanoTime() * 1e-9;
    }
}

package org.l1ring.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.l1ring.concentrator.Algorithm;
import org.l1ring.concentrator.ChainOptions;
import org.l1ring.econ.LinkFrame;
import org.l1ring.econ.SuperTriggerCell;

/**
 * Sends the same generated crossings of a module through all algorithms on each number of links,
 * and measures what their receivers make of them.
 */
public final class Comparison {
    private static final int BATCH = 256;

    private final ComparisonOptions options;
    private final List<ChannelTally> tallies = new ArrayList<>();
    private final List<LatentChannel> encoders = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final double[][] truth = new double[BATCH][LinkFrame.CELLS];

    /** What receivers made of a batch. */
    private final List<Batch> batches;

    /** What a channel made of a batch of crossings. */
    private static final class Batch {
        private final double[][] charges = new double[BATCH][LinkFrame.CELLS];
        private final double[] sums = new double[BATCH];
        private final double[] distances = new double[BATCH];
    }

    /**
     * A comparison; thresholds are chosen here.
     *
     * @param options of it
     * @throws org.l1ring.model.ModelException if a model is no encoder for the chip
     */
    public Comparison(ComparisonOptions options) {
        this.options = options;
        for (int links : options.links()) {
            if (options.encoders().containsKey(links)) {
                encoders.add(new LatentChannel(options.encoders().get(links), links));
            }
        }
        ThresholdChoice thresholds = new ThresholdChoice(options);
        for (int links : options.links()) {
            long threshold = thresholds.lowest(links);
            add(CellChannel.threshold(links, threshold), threshold);
            add(CellChannel.of(Algorithm.BEST_CHOICE, links));
            for (SuperTriggerCell.Kind kind : SuperTriggerCell.Kind.values()) {
                if (links <= kind.mostLinks()) {
                    add(CellChannel.of(Algorithm.valueOf(kind.name()), links));
                }
            }
            encoders.stream().filter(encoder -> encoder.links() == links).forEach(this::add);
        }
        add(CellChannel.of(Algorithm.REPEATER, ChainOptions.REPEATER_LINKS));
        batches = tallies.stream().map(_ -> new Batch()).toList();
        note();
    }

    private void add(Channel channel) {
        add(channel, 0);
    }

    private void add(Channel channel, long threshold) {
        tallies.add(new ChannelTally(channel, threshold, options.crossings()));
    }

    private void note() {
        notes.add(
                "threshold sum: on each number of links the lowest threshold for which the buffer"
                        + " drops at most %s %% of the crossings of another sample; %d crossings' worth of words may wait"
                                .formatted(
                                        100 * ThresholdChoice.MOST_DROPPED,
                                        CellChannel.WAITING_CROSSINGS));
        notes.add(
                "super trigger cells: fewer links hold the first groups only; with more links than"
                        + " hold all groups they are left out");
        notes.add("repeater: on the %d links that it needs".formatted(ChainOptions.REPEATER_LINKS));
        List<Integer> without =
                options.links().stream()
                        .filter(links -> !options.encoders().containsKey(links))
                        .toList();
        if (!options.encoders().isEmpty()) {
            notes.add(
                    "autoencoder: decoder fitted by us on %,d generated crossings; not the"
                                    .formatted(options.training())
                            + " experiment's");
        }
        if (!without.isEmpty()) {
            notes.add(
                    "autoencoder: left out on links without an encoder: %s; --model LINKS=FILE names one"
                            .formatted(
                                    String.join(
                                            ", ", without.stream().map(String::valueOf).toList())));
        }
    }

    /** Crossings that fitting the decoders takes, 0 without an autoencoder. */
    public long fittingCrossings() {
        return (long) encoders.size() * options.training() * LatentDecoder.PASSES;
    }

    /**
     * Fits the decoders of the autoencoders.
     *
     * @param progress takes the number of crossings taken
     */
    public void fit(LongConsumer progress) {
        long each = fittingCrossings() / Math.max(1, encoders.size());
        for (int i = 0; i < encoders.size(); i++) {
            long before = i * each;
            encoders.get(i).fit(options, done -> progress.accept(before + done));
        }
    }

    /**
     * Sends the crossings and measures.
     *
     * @param progress takes the number of crossings measured
     * @return the figures, the same for the same options
     */
    public ComparisonReport run(LongConsumer progress) {
        ModuleSample module =
                new ModuleSample(options.seedOf(ComparisonOptions.Sample.EVALUATED), options);
        Received received = new Received();
        for (int start = 0; start < options.crossings(); start += BATCH) {
            int count = Math.min(BATCH, options.crossings() - start);
            for (int i = 0; i < count; i++) {
                module.next();
                truth[i] = Arrays.stream(module.charges()).asDoubleStream().toArray();
                for (int c = 0; c < tallies.size(); c++) {
                    tallies.get(c).channel().send(module, start + i, received);
                    tallies.get(c).sent(received);
                    batches.get(c).charges[i] = received.charges.clone();
                    batches.get(c).sums[i] = received.sum;
                }
            }
            measure(count);
            progress.accept((long) start + count);
        }
        return new ComparisonReport(
                options, tallies.stream().map(ChannelTally::figures).toList(), notes);
    }

    /** Distances in parallel, tallies in order: figures do not depend on the number of threads. */
    private void measure(int count) {
        IntStream.range(0, batches.size() * count)
                .parallel()
                .forEach(index -> {
                    Batch batch = batches.get(index / count);
                    int i = index % count;
                    batch.distances[i] = MoverDistance.of(truth[i], batch.charges[i]);
                });
        for (int c = 0; c < batches.size(); c++) {
            Batch batch = batches.get(c);
            for (int i = 0; i < count; i++) {
                tallies.get(c)
                        .decoded(truth[i], batch.charges[i], batch.sums[i], batch.distances[i]);
            }
        }
    }
}

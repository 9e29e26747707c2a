package org.l1ring.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.l1ring.run.StreamModel;
import org.l1ring.wire.Fault;
import org.l1ring.wire.OrbitSlice;
import org.l1ring.wire.ScoredSlice;
import org.l1ring.wire.WireException;

/**
 * Scores slices of whichever layout a model can read, Level-1 objects or its own columns; one
 * instance a thread.
 */
final class SliceScorers implements AutoCloseable {
    private final List<StreamModel> models;
    private final Function<StreamModel, SliceScorer> maker;
    private final Map<String, SliceScorer> scorers = new HashMap<>();

    /**
     * Scorers that are made when the first slice of their layout comes.
     *
     * @param models one model on each layout that it can read
     * @param maker makes a scorer
     */
    SliceScorers(List<StreamModel> models, Function<StreamModel, SliceScorer> maker) {
        this.models = List.copyOf(models);
        this.maker = maker;
    }

    /**
     * Scores a slice.
     *
     * @param slice frames
     * @param producedMillis when it was produced
     * @param partition where it came from
     * @param partitions of its topic
     * @return its accepted crossings
     * @throws WireException if the model cannot read frames of this layout
     */
    ScoredSlice score(OrbitSlice slice, long producedMillis, int partition, int partitions) {
        String layoutDigest = slice.origin().layoutDigest();
        for (StreamModel model : models) {
            if (model.layout().digest().equals(layoutDigest)
                    && model.layout().frameBytes() == slice.frameBytes()) {
                return scorers.computeIfAbsent(layoutDigest, _ -> maker.apply(model))
                        .score(slice, producedMillis, partition, partitions);
            }
        }
        throw new WireException(
                Fault.FRAME_LAYOUT,
                "frames: expected %s for model %s, got a layout of %d bytes with digest %s"
                        .formatted(
                                models.stream().map(SliceScorers::layout).toList(),
                                models.getFirst().model().name(),
                                slice.frameBytes(),
                                layoutDigest));
    }

    private static String layout(StreamModel model) {
        return "%s of %d bytes with digest %s"
                .formatted(
                        model.layout().name(),
                        model.layout().frameBytes(),
                        model.layout().digest());
    }

    @Override
    public void close() {
        scorers.values().forEach(SliceScorer::close);
    }
}

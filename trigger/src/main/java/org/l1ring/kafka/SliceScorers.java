package org.l1ring.kafka;

import java.util.HashMap;
import java.util.LinkedHashMap;
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
    private final LinkedHashMap<String, StreamModel> models = new LinkedHashMap<>();
    private final Function<StreamModel, SliceScorer> maker;
    private final Map<String, SliceScorer> scorers = new HashMap<>();

    /**
     * Scorers that are made when the first slice of their layout comes.
     *
     * @param models one model on each layout that it can read
     * @param maker makes a scorer
     */
    SliceScorers(List<StreamModel> models, Function<StreamModel, SliceScorer> maker) {
        models.forEach(model -> this.models.put(model.layout().digest(), model));
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
        StreamModel model = models.get(layoutDigest);
        if (model != null && model.layout().frameBytes() == slice.frameBytes()) {
            return scorers.computeIfAbsent(layoutDigest, _ -> maker.apply(model))
                    .score(slice, producedMillis, partition, partitions);
        }
        throw new WireException(
                Fault.FRAME_LAYOUT,
                "frames: expected %s for model %s, got a layout of %d bytes with digest %s"
                        .formatted(
                                models.values().stream().map(SliceScorers::layout).toList(),
                                models.firstEntry().getValue().model().name(),
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

package org.l1ring.quality;

import java.util.List;
import org.l1ring.concentrator.Algorithm;

/**
 * The outcome of a comparison.
 *
 * @param options of it
 * @param channels figures of each algorithm, by number of links; the repeater last
 * @param notes on what was compared, a sentence each
 */
public record ComparisonReport(
        ComparisonOptions options, List<ChannelFigures> channels, List<String> notes) {
    /** Copies the lists. */
    public ComparisonReport {
        channels = List.copyOf(channels);
        notes = List.copyOf(notes);
    }

    /** One algorithm on all its numbers of links. */
    List<ChannelFigures> of(Algorithm algorithm) {
        return channels.stream().filter(channel -> channel.algorithm() == algorithm).toList();
    }

    /** The repeater, which is compared with all. */
    ChannelFigures repeater() {
        return channels.getLast();
    }
}

package org.l1ring.report;

import java.util.Objects;

/**
 * What a run sent to a topic.
 *
 * @param topic its name
 * @param content what the records hold, in the plural
 * @param records records that the broker has
 * @param bytes their keys and values
 * @param dropped orbits that did not get there
 * @param retries requests that were sent again
 * @param p50Nanos median of the time from an orbit's end to the broker's answer, 0 without records
 * @param p99Nanos its 99th percentile
 */
public record TopicFigures(
        String topic,
        String content,
        long records,
        long bytes,
        long dropped,
        long retries,
        long p50Nanos,
        long p99Nanos) {
    /** Checks that nothing is missing. */
    public TopicFigures {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(content, "content");
    }
}

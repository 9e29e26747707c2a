package org.l1ring.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.l1ring.frame.StreamException;
import org.l1ring.kafka.AcceptRun;
import org.l1ring.kafka.CommittedRecords;
import org.l1ring.kafka.KafkaSettings;
import org.l1ring.kafka.TopicSummary;

/**
 * What a topic holds: of accepts one run as an accept file, else a summary.
 *
 * @param summary counts of all records, to read
 * @param accepts the accept file; null if the topic holds no accepts
 * @param run the run in it, and whether it has ended, to read
 */
record TopicDump(String summary, Path accepts, String run) {
    /**
     * Reads a topic.
     *
     * @param topic its name
     * @param config file of client properties, or null
     * @param wanted the run; of accepts the newest if there is none
     * @param save the accept file to write, or null
     * @param folder a folder for the accept file if it is not to be saved
     * @throws StreamException if there is no broker, topic or run, or accepts are damaged, missing
     *     or, with {@code save}, not there
     */
    static TopicDump read(String topic, Path config, OptionalLong wanted, Path save, Path folder) {
        CommittedRecords records = new CommittedRecords(KafkaSettings.read(config), topic);
        TopicSummary summary = new TopicSummary(topic, wanted);
        records.forEach(summary);
        OptionalLong newest = summary.newestAccepts();
        if (newest.isEmpty()) {
            return new TopicDump(summary.text(), null, "");
        }
        long run = newest.getAsLong();
        Path path = save == null ? folder.resolve("accepts.l1a") : save;
        try (AcceptRun accepts = new AcceptRun(topic, run, path)) {
            records.forEach(accepts);
            if (save != null && !accepts.ended()) {
                throw new StreamException(
                        "kafka:%s: run %d: expected its end to save it, got none; wait for its end"
                                .formatted(topic, run));
            }
            accepts.finish();
            String ended = accepts.ended() ? "ended" : "not ended";
            return new TopicDump(summary.text(), path, "run        %d, %s\n".formatted(run, ended));
        }
    }

    /** Deletes a temporary folder and the one file in it. */
    static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve("accepts.l1a"));
        Files.delete(folder);
    }
}

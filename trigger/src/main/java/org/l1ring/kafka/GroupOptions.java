package org.l1ring.kafka;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a member of a group does.
 *
 * @param frames topic of orbit slices
 * @param accepts topic of accepts
 * @param acceptedFrames topic of the frames of accepted crossings, if they are wanted
 * @param group name that all members share
 * @param role what this member does
 * @param workers scoring threads, 1 or more
 * @param follow whether to wait for further runs
 * @param giveUp how long to try again without a broker
 */
public record GroupOptions(
        String frames,
        String accepts,
        Optional<String> acceptedFrames,
        String group,
        Role role,
        int workers,
        boolean follow,
        Duration giveUp) {

    /** What a member of a group does. */
    public enum Role {
        /** Scores slices, and decides if it is its turn. */
        BOTH,
        /** Scores slices. */
        WORKER,
        /** Decides, or stands by. */
        DECIDER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean works() {
            return this != DECIDER;
        }

        boolean decides() {
            return this != WORKER;
        }
    }

    /** Checks the numbers. */
    public GroupOptions {
        if (workers < 1 || workers > 256) {
            throw new IllegalArgumentException(
                    "workers: expected 1 to 256, got %d".formatted(workers));
        }
        Set<String> names = new HashSet<>(List.of(group + ".scored", frames + ".dead"));
        for (String topic : List.of(frames, accepts, acceptedFrames.orElse(""))) {
            if (!names.add(topic)) {
                throw new IllegalArgumentException(
                        "kafka:%s: expected a topic that the group uses once, got one of %s.scored and %s.dead, or one twice; name another"
                                .formatted(topic, group, frames));
            }
        }
    }

    /** The topic of scored slices. */
    String scored() {
        return group + ".scored";
    }

    /** The topic of records that cannot be used. */
    String dead() {
        return frames + ".dead";
    }

    /** The group of the deciders. */
    String deciders() {
        return group + ".decider";
    }
}

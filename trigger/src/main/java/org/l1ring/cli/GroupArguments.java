package org.l1ring.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.l1ring.kafka.GroupOptions;
import picocli.CommandLine.Option;

/** The options of a run that is a member of a group, from one Kafka topic to another. */
final class GroupArguments {

    /** What a member of a group does. */
    enum Role {
        BOTH,
        WORKER,
        DECIDER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description =
                    "Members with one name share the work, and go on where they ended"
                            + " (default: l1ring-, then the topic of accepts).")
    private String group;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "both",
            description =
                    "worker (scores), decider (decides or stands by), or both (default:"
                            + " ${DEFAULT-VALUE}).")
    private Role role;

    @Option(names = "--follow", description = "Wait for further runs when one has been decided.")
    private boolean follow;

    @Option(
            names = "--give-up",
            paramLabel = "S",
            defaultValue = "600",
            description = "Seconds to try again without a broker (default: ${DEFAULT-VALUE}).")
    private int giveUpSeconds;

    /**
     * Checks that nothing is said about a group where there is none.
     *
     * @param member whether the run is a member of a group
     */
    void check(boolean member) {
        if (!member && (group != null || follow || role != Role.BOTH)) {
            throw new IllegalArgumentException(
                    "--group, --role, --follow: expected --source kafka:TOPIC, --sink kafka:TOPIC"
                            + " and --rate max with it");
        }
    }

    /**
     * What this member does.
     *
     * @param frames topic of orbit slices
     * @param accepts topic of accepts
     * @param acceptedFrames topic of the frames of accepted crossings, if they are wanted
     * @param workers scoring threads
     */
    GroupOptions options(
            String frames, String accepts, Optional<String> acceptedFrames, int workers) {
        if (giveUpSeconds < 1) {
            throw new IllegalArgumentException(
                    "--give-up: expected 1 s or more, got " + giveUpSeconds);
        }
        return new GroupOptions(
                frames,
                accepts,
                acceptedFrames,
                group == null ? "l1ring-" + accepts : group,
                GroupOptions.Role.valueOf(role.name()),
                workers,
                follow,
                Duration.ofSeconds(giveUpSeconds));
    }
}

package org.l1ring.cli;

import java.time.Duration;
import java.util.Optional;
import org.l1ring.kafka.GroupOptions;
import org.l1ring.kafka.GroupOptions.Role;
import picocli.CommandLine.Option;

/** The options of a run that is a member of a group, from one Kafka topic to another. */
final class GroupArguments {

    private static final int GIVE_UP_SECONDS = 600;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description =
                    "Members with one name share the work, and go on where they ended"
                            + " (default: FRAMES-to-ACCEPTS).")
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
            description = "Seconds to try again without a broker (default: 600).")
    private Integer giveUpSeconds;

    /**
     * Checks that nothing is said about a group where there is none.
     *
     * @param member whether the run is a member of a group
     */
    void check(boolean member) {
        boolean said = group != null || follow || role != Role.BOTH || giveUpSeconds != null;
        if (!member && said) {
            throw new IllegalArgumentException(
                    "--group, --role, --follow, --give-up: expected --source kafka:TOPIC, --sink kafka:TOPIC"
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
        int seconds = giveUpSeconds == null ? GIVE_UP_SECONDS : giveUpSeconds;
        if (seconds < 1) {
            throw new IllegalArgumentException("--give-up: expected 1 s or more, got " + seconds);
        }
        return new GroupOptions(
                frames,
                accepts,
                acceptedFrames,
                group == null ? frames + "-to-" + accepts : group,
                role,
                workers,
                follow,
                Duration.ofSeconds(seconds));
    }
}

package org.l1ring.kafka;

/**
 * Where a group and this member of it are.
 *
 * @param crossings crossings that this member scored
 * @param backlog records that no worker has taken, -1 if not known
 * @param run run that is being decided, -1 before the first
 * @param orbits orbits of it that are decided
 * @param deciding whether this member is the decider
 * @param deadLetters records that this member put aside
 * @param retries how often this member lost its connection or its place
 */
public record GroupProgress(
        long crossings,
        long backlog,
        long run,
        long orbits,
        boolean deciding,
        long deadLetters,
        long retries) {
    GroupProgress(GroupFigures figures, long backlog, DeciderState state, boolean deciding) {
        this(
                figures.crossings.sum(),
                backlog,
                state.run(),
                state.next(),
                deciding,
                figures.deadLetters().values().stream().mapToLong(Long::longValue).sum(),
                figures.retries.sum());
    }
}

package org.l1ring.decision;

import java.util.Arrays;

/**
 * A trigger rule: not more than so many accepts in so many consecutive crossings.
 *
 * @param accepts most accepts, 1 to 1024
 * @param crossings length of the window, the crossing itself included
 */
public record TriggerRule(int accepts, int crossings) implements DeadTime {

    /** Checks the numbers. */
    public TriggerRule {
        if (accepts < 1 || accepts > 1024 || crossings <= accepts) {
            throw new IllegalArgumentException(
                    "trigger rule: expected 1 to 1024 accepts in more crossings than that, got %d in %d"
                            .formatted(accepts, crossings));
        }
    }

    @Override
    public String name() {
        return "%d in %d".formatted(accepts, crossings);
    }

    @Override
    public Gate gate() {
        long[] latest = new long[accepts];
        Arrays.fill(latest, Long.MIN_VALUE / 2);
        return new Gate() {
            private int oldest;

            @Override
            public boolean vetoes(long crossing) {
                return crossing - latest[oldest] < crossings;
            }

            @Override
            public void accepted(long crossing) {
                latest[oldest] = crossing;
                oldest = (oldest + 1) % latest.length;
            }
        };
    }
}

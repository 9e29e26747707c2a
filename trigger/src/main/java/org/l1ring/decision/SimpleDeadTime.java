package org.l1ring.decision;

/**
 * No accept in a number of crossings after each accept.
 *
 * @param crossings how many, 1 or more
 */
public record SimpleDeadTime(int crossings) implements DeadTime {

    /** Checks the number. */
    public SimpleDeadTime {
        if (crossings < 1) {
            throw new IllegalArgumentException(
                    "simple dead time: expected 1 crossing or more, got " + crossings);
        }
    }

    @Override
    public String name() {
        return "simple " + crossings;
    }

    @Override
    public Gate gate() {
        return new Gate() {
            private long latest = Long.MIN_VALUE / 2;

            @Override
            public boolean vetoes(long crossing) {
                return crossing - latest <= crossings;
            }

            @Override
            public void accepted(long crossing) {
                latest = crossing;
            }
        };
    }
}

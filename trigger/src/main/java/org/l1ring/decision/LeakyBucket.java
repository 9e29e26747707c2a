package org.l1ring.decision;

/**
 * Complex dead time: accepts fill a bucket, one of them leaks out in every so many crossings, and a
 * full bucket vetoes. It stands for a front-end buffer that is read out at a constant rate.
 *
 * @param size accepts that the bucket holds, 1 or more
 * @param crossings time in which one accept leaks out, 1 or more
 */
public record LeakyBucket(int size, int crossings) implements DeadTime {

    /** Checks the numbers. */
    public LeakyBucket {
        if (size < 1 || crossings < 1) {
            throw new IllegalArgumentException(
                    "complex dead time: expected a size and crossings of 1 or more, got %d and %d"
                            .formatted(size, crossings));
        }
    }

    @Override
    public String name() {
        return "complex %d/%d".formatted(size, crossings);
    }

    @Override
    public Gate gate() {
        return new Gate() {
            private long empty; // crossing at which the bucket will be empty

            @Override
            public boolean vetoes(long crossing) {
                return empty - crossing > (long) (size - 1) * crossings;
            }

            @Override
            public void accepted(long crossing) {
                empty = Math.max(empty, crossing) + crossings;
            }
        };
    }
}

package org.l1ring.bench;

import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How thoroughly a run measures.
 *
 * @param quick whether iterations are few and short
 * @param rounds processes that each benchmark runs in
 * @param settleSeconds time that an operation may take to a steady pace before it is measured
 * @param budgetSeconds time after which no further part is begun; 0 for any time
 */
record Pace(boolean quick, int rounds, int settleSeconds, int budgetSeconds) {
    /** For results to keep. */
    static final Pace FULL = new Pace(false, 3, 60, 0);

    /** For a smoke run. */
    static final Pace SMOKE = new Pace(true, 1, 15, 130);

    /** For ratios that are held against floors. */
    static final Pace CHECK = new Pace(true, 1, 60, 0);

    private static final int WARM_UPS = 3;
    private static final int WARM_UP_MILLIS = 200;
    private static final int ITERATIONS = 3;
    private static final int ITERATION_MILLIS = 120;

    /** This pace with another number of rounds, unless that is 0. */
    Pace withRounds(int newRounds) {
        int taken = newRounds == 0 ? rounds : newRounds;
        return new Pace(quick, taken, settleSeconds, budgetSeconds);
    }

    /**
     * Sets JMH's options where they are not given.
     *
     * @param builder to be set
     * @param given options that win
     */
    void apply(ChainedOptionsBuilder builder, Options given) {
        String settle = "-D%s=%d".formatted(CrossingBenchmark.SETTLE_PROPERTY, settleSeconds);
        builder.jvmArgsAppend(settle);
        if (quick) {
            builder.forks(given.getForkCount().orElse(1))
                    .warmupIterations(given.getWarmupIterations().orElse(WARM_UPS))
                    .warmupTime(given.getWarmupTime().orElse(millis(WARM_UP_MILLIS)))
                    .measurementIterations(given.getMeasurementIterations().orElse(ITERATIONS))
                    .measurementTime(given.getMeasurementTime().orElse(millis(ITERATION_MILLIS)));
        }
    }

    private static TimeValue millis(int millis) {
        return TimeValue.milliseconds(millis);
    }
}

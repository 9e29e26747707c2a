package org.l1ring.quality;

import java.util.SplittableRandom;
import org.l1ring.econ.Calibration;
import org.l1ring.econ.LinkFrame;
import org.l1ring.econ.ModuleGenerator;

/**
 * Generated crossings of one module. Its cells' calibration factors lie within a tenth of 1 and do
 * not depend on the seed: samples of several seeds are of the same module.
 */
final class ModuleSample {
    private static final int ONE = 1 << Calibration.FRACTION;
    private static final int SPREAD = ONE / 10;

    private final ModuleGenerator generator;
    private final Calibration calibration =
            new Calibration(factors(), ModuleGenerator.LOW_DENSITY_DROP);
    private final int[] codes = new int[LinkFrame.CELLS];
    private final long[] charges = new long[LinkFrame.CELLS];

    /**
     * A sample.
     *
     * @param seed of its crossings
     * @param options numbers of deposits and showers
     */
    ModuleSample(long seed, ComparisonOptions options) {
        generator = new ModuleGenerator(seed, options.pileUp(), options.showers());
    }

    /** Calibration factors of the module's cells, [48] of 11 fraction bits. */
    static int[] factors() {
        return new SplittableRandom(0)
                .ints(LinkFrame.CELLS, ONE - SPREAD, ONE + SPREAD + 1)
                .toArray();
    }

    /** Goes to the next crossing. */
    void next() {
        generator.next(codes);
        calibration.apply(codes, charges);
    }

    /** The front end's codes of the crossing, [48] of 7 bits; not to be changed. */
    int[] codes() {
        return codes;
    }

    /** The calibrated charges of the crossing, [48] of 22 bits; not to be changed. */
    long[] charges() {
        return charges;
    }

    /** The sum of the crossing's charges. */
    long sum() {
        long sum = 0;
        for (long charge : charges) {
            sum += charge;
        }
        return sum;
    }
}

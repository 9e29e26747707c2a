package org.l1ring.econ;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Charges of a module's trigger cells, crossing by crossing: soft deposits of pile-up, now and then
 * a shower, and noise.
 *
 * <p>A recipe of ours for streams, not a simulation of the detector: numbers of pile-up deposits
 * are Poisson, their energies exponential; showers have energies that fall as 1/E^2 and a profile
 * that falls exponentially from their axis, with a broad part of a fifth of the energy.
 */
public final class ModuleGenerator {
    /** Integer charge of one minimum-ionising particle. */
    public static final double COUNTS_OF_MIP = 35;

    /** Low bits that the front end drops before its 7-bit code, in low-density modules. */
    public static final int LOW_DENSITY_DROP = 1;

    private static final long LARGEST = (1 << 19) - 1;
    private static final double SOFT_MIPS = 1.5;
    private static final double LEAST_SHOWER_MIPS = 10;
    private static final double MOST_SHOWER_MIPS = 5000;
    private static final double CORE = 0.45;
    private static final double HALO = 1.6;
    private static final double IN_HALO = 0.2;
    private static final double NOISE_COUNTS = 3;

    private final SplittableRandom random;
    private final double deposits;
    private final double showers;
    private final double[] energy = new double[LinkFrame.CELLS];

    /**
     * A generator.
     *
     * @param seed of the stream
     * @param deposits mean number of pile-up deposits in a crossing
     * @param showers mean number of showers in a crossing
     */
    public ModuleGenerator(long seed, double deposits, double showers) {
        this.random = new SplittableRandom(seed);
        this.deposits = deposits;
        this.showers = showers;
    }

    /**
     * The next crossing.
     *
     * @param codes [48] 4E3 codes as the front end sends them
     */
    public void next(int[] codes) {
        Arrays.fill(energy, 0);
        for (int i = poisson(deposits); i > 0; i--) {
            int cell = random.nextInt(LinkFrame.CELLS);
            energy[cell] -= SOFT_MIPS * Math.log1p(-random.nextDouble());
        }
        for (int i = poisson(showers); i > 0; i--) {
            shower();
        }
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            double counts = energy[cell] * COUNTS_OF_MIP + NOISE_COUNTS * random.nextGaussian();
            long charge = Math.clamp(Math.round(counts), 0, LARGEST);
            codes[cell] = FloatCode.CELL.encode(charge, LOW_DENSITY_DROP, false);
        }
    }

    private void shower() {
        double u = random.nextDouble();
        double spread = 1 / LEAST_SHOWER_MIPS - 1 / MOST_SHOWER_MIPS;
        double mips = 1 / (1 / LEAST_SHOWER_MIPS - u * spread);
        int axis = random.nextInt(LinkFrame.CELLS);
        double x = ModuleGeometry.x(axis) + random.nextDouble() - 0.5;
        double y = ModuleGeometry.y(axis) + random.nextDouble() - 0.5;
        double core = 0;
        double halo = 0;
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            core += Math.exp(-away(cell, x, y) / CORE);
            halo += Math.exp(-away(cell, x, y) / HALO);
        }
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            double away = away(cell, x, y);
            double part =
                    (1 - IN_HALO) * Math.exp(-away / CORE) / core
                            + IN_HALO * Math.exp(-away / HALO) / halo;
            energy[cell] += mips * part * (1 + 0.1 * random.nextGaussian());
        }
    }

    private static double away(int cell, double x, double y) {
        return Math.hypot(ModuleGeometry.x(cell) - x, ModuleGeometry.y(cell) - y);
    }

    private int poisson(double mean) {
        double product = random.nextDouble();
        int count = 0;
        for (double limit = Math.exp(-mean); product > limit; count++) {
            product *= random.nextDouble();
        }
        return count;
    }
}

package org.l1ring.firmware;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.l1ring.asic.AsicOptions.Protection;
import org.l1ring.asic.UpsetBench;
import org.l1ring.asic.UpsetBench.Mode;

/**
 * Flips in the registers of a design: as it is protected, two at once as a control, and without
 * protection.
 */
public final class UpsetStudy {
    /** A control of fewer flips may find nothing. */
    private static final long FEWEST_CONTROL = 1000;

    /** Each is watched for long; so many show the shares well enough. */
    private static final long MOST_CONTROL = 10_000;

    private final UpsetProject project;
    private final long flips;
    private final long seed;
    private final Watch watch;

    /** What is shown of a study while it goes. */
    public interface Watch {
        /** A step of the work begins. */
        void step(String what);

        /** Flips begin; they are counted until the next step. */
        LongConsumer flips(long planned);
    }

    /**
     * A study.
     *
     * @param project whose registers are flipped
     * @param flips single ones in the design as it is protected, 1 or more
     * @param seed of their order
     * @param watch is told how far it is
     */
    public UpsetStudy(UpsetProject project, long flips, long seed, Watch watch) {
        this.project = project;
        this.flips = flips;
        this.seed = seed;
        this.watch = watch;
    }

    /**
     * Builds the benches, flips, and leaves the benches in the project's folder {@code build}.
     *
     * @throws IOException if a file cannot be read or written
     * @throws org.l1ring.tool.ToolException if a program is absent or fails
     */
    public List<UpsetSeries> run() throws IOException {
        Protection protection = project.protection();
        List<UpsetSeries> series = new ArrayList<>();
        UpsetBench own = bench(false);
        if (protection == Protection.NONE) {
            flip(series, own, Protection.NONE, Mode.SINGLE, flips);
            return series;
        }
        Mode mode = protection == Protection.FULL ? Mode.HEALS : Mode.SINGLE;
        flip(series, own, protection, mode, flips);
        long voters = project.flipFlops() / 3;
        long most = Math.min(MOST_CONTROL, voters);
        long control = Math.min(Math.max(flips, FEWEST_CONTROL), most);
        flip(series, own, protection, Mode.DOUBLE, control);
        flip(series, bench(true), Protection.NONE, Mode.SINGLE, control);
        return series;
    }

    private UpsetBench bench(boolean unprotected) throws IOException {
        UpsetBench bench =
                new UpsetBench(project.folder(), project.top(), project.loads(), unprotected);
        watch.step(
                unprotected
                        ? "building the design without protection with Verilator"
                        : "building the design with Verilator");
        bench.build();
        return bench;
    }

    private void flip(
            List<UpsetSeries> series,
            UpsetBench bench,
            Protection protection,
            Mode mode,
            long count) {
        UpsetSeries planned = new UpsetSeries(protection, mode == Mode.DOUBLE, List.of());
        watch.step("%s: %,d".formatted(planned.name(), count));
        series.add(
                new UpsetSeries(
                        protection,
                        mode == Mode.DOUBLE,
                        bench.run(mode, count, seed, watch.flips(count))));
    }
}

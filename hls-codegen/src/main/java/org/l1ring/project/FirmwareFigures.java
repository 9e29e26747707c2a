package org.l1ring.project;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.l1ring.rtl.Cost;
import org.l1ring.rtl.PipelineOptions;

/**
 * What a report says about a design.
 *
 * @param name of the circuit
 * @param digest of the circuit as lowered: SHA-256 of its canonical text
 * @param options what it is made for
 * @param latencyCycles clock edges from inputs to outputs
 * @param initiationInterval clock cycles between rows
 * @param waitedCrossings crossings after a crossing that must come in before it is decided
 * @param delayBits of the registers that keep words of earlier crossings
 * @param validBits of the registers that say when outputs are valid
 * @param adders two-input adders and subtractors of sums, of shared logic once
 * @param separateAdders the same where nothing is shared and nothing takes turns
 * @param estimate of the whole by the cost model
 * @param stages of the pipeline, in order
 * @param layers parts of the model that have logic, in order
 * @param synthesis what Yosys counted, if asked
 * @param separate what Yosys counted for the form that shares nothing, if asked
 */
public record FirmwareFigures(
        String name,
        String digest,
        FirmwareOptions options,
        int latencyCycles,
        int initiationInterval,
        int waitedCrossings,
        long delayBits,
        int validBits,
        int adders,
        int separateAdders,
        Cost estimate,
        List<Stage> stages,
        List<Layer> layers,
        Optional<Synthesis> synthesis,
        Optional<Synthesis> separate) {

    /** Copies the lists. */
    public FirmwareFigures {
        stages = List.copyOf(stages);
        layers = List.copyOf(layers);
    }

    /**
     * A stage of the pipeline.
     *
     * @param cycles clock cycles that it takes: one, or more where sums take turns or cells take
     *     steps
     * @param sharedBlocks blocks of sums that take turns in it, each on logic of its own, or cells
     *     of recurrent layers that take their steps in it
     * @param picos longest path between two of its registers by the delay model
     * @param budgetPicos what fits between two registers
     * @param adders in it: of sums that take turns, those of the logic that they share
     * @param depth most adders one after the other in it
     * @param registerBits at its end and, where it takes several cycles, within it
     * @param layers indices of the layers that have logic in it, in order
     * @param estimate of its logic, registers not included
     */
    public record Stage(
            int cycles,
            int sharedBlocks,
            int picos,
            int budgetPicos,
            int adders,
            int depth,
            long registerBits,
            List<Integer> layers,
            Cost estimate) {
        /** Copies the list. */
        public Stage {
            layers = List.copyOf(layers);
        }
    }

    /**
     * A part of the model.
     *
     * @param name of the layer, or inputs, preprocessing, outputs
     * @param adders in it: of sums that take turns, those of the logic that they share
     * @param depth most adders one after the other in it
     * @param products multiplications of two values, or by a coefficient in a DSP block
     * @param tables lookup tables with contents
     * @param firstStage where its logic begins, from 0
     * @param lastStage where it ends
     * @param widestBits of its values
     * @param estimate of its logic, registers not included
     */
    public record Layer(
            String name,
            int adders,
            int depth,
            int products,
            int tables,
            int firstStage,
            int lastStage,
            int widestBits,
            Cost estimate) {}

    /**
     * Cells that a synthesis counted.
     *
     * @param tool its name and version
     * @param lookupTables LUT1 to LUT6
     * @param registers flip-flops
     * @param carries CARRY4
     * @param dspBlocks DSP48E2
     * @param blockRams of 36 Kbit, halves counted as such
     * @param seconds it took
     */
    public record Synthesis(
            String tool,
            long lookupTables,
            long registers,
            long carries,
            long dspBlocks,
            double blockRams,
            double seconds) {}

    /** The same with what a synthesis counted. */
    public FirmwareFigures with(Optional<Synthesis> own, Optional<Synthesis> naive) {
        return new FirmwareFigures(
                name,
                digest,
                options,
                latencyCycles,
                initiationInterval,
                waitedCrossings,
                delayBits,
                validBits,
                adders,
                separateAdders,
                estimate,
                stages,
                layers,
                own,
                naive);
    }

    /** Time from inputs to outputs, in nanoseconds. */
    public double latencyNanos() {
        return latencyCycles * 1000 / options.pipeline().clockMhz();
    }

    /** Time from inputs to outputs, in bunch crossings. */
    public double latencyCrossings() {
        return latencyNanos() * PipelineOptions.CROSSING_MHZ / 1000;
    }

    /** Bits of all registers that hold data: without the valid bits. */
    public long registerBits() {
        return estimate.registers() - validBits;
    }

    /** Bits of the registers before the first stage. */
    public long inputRegisterBits() {
        return registerBits() - delayBits - stages.stream().mapToLong(Stage::registerBits).sum();
    }

    /**
     * Estimated lookup tables, whole ones, over those that a synthesis counted, less 1; none
     * without it.
     */
    public OptionalDouble estimateError() {
        if (synthesis.isEmpty() || synthesis.get().lookupTables() == 0) {
            return OptionalDouble.empty();
        }
        double estimated = Math.round(estimate.lookupTables());
        return OptionalDouble.of(estimated / synthesis.get().lookupTables() - 1);
    }
}

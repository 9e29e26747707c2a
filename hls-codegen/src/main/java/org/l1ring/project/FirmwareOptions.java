package org.l1ring.project;

import org.l1ring.rtl.PipelineOptions;

/**
 * What firmware is made for.
 *
 * @param pipeline clock and ends of the pipeline
 * @param sums how sums of products are made
 * @param depthSlack levels of adders beyond the fewest that a block of shared sums may have, or
 *     {@link org.l1ring.adders.AdderSearch#FREE}
 * @param part name of the device for vendor tools
 * @param recurrent how recurrent layers are made
 */
public record FirmwareOptions(
        PipelineOptions pipeline, Sums sums, int depthSlack, String part, Recurrent recurrent) {

    /** Recurrent layers are unrolled. */
    public FirmwareOptions(PipelineOptions pipeline, Sums sums, int depthSlack, String part) {
        this(pipeline, sums, depthSlack, part, Recurrent.UNROLLED);
    }

    /** The Global Trigger's device in the phase-2 upgrade. Source: CERN-LHCC-2020-004, sec. 5. */
    public static final String STANDARD_PART = "xcvu13p-flga2577-2-e";

    /** Slack that saves most of the adders that more depth can save. */
    public static final int STANDARD_SLACK = 2;

    /** How sums of products by constants are made. */
    public enum Sums {
        /** Adders of shifted values that share subexpressions. */
        SHARED,
        /** Adders of canonical signed digits, each sum by itself: the naive form. */
        SEPARATE,
        /** DSP blocks for coefficients of more than two signed digits, each sum by itself. */
        MULTIPLIERS
    }

    /** How recurrent layers are made. */
    public enum Recurrent {
        /** A copy of the cell for each step, a new row in every cycle. */
        UNROLLED,
        /** One cell that takes one step after the other. */
        SEQUENTIAL
    }

    /** Shared sums for the standard pipeline and part. */
    public static FirmwareOptions standard() {
        return new FirmwareOptions(
                PipelineOptions.standard(), Sums.SHARED, STANDARD_SLACK, STANDARD_PART);
    }
}

package org.l1ring.firmware;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.l1ring.project.FirmwareFigures;
import org.l1ring.project.FirmwareFigures.Layer;
import org.l1ring.project.FirmwareFigures.Stage;
import org.l1ring.project.FirmwareOptions;
import org.l1ring.report.Units;

/** Figures of firmware in words. */
final class Wording {
    private static final int DIGEST_CHARACTERS = 12;

    /** How far estimates have been from a synthesis. Measured with Yosys 0.23, 2026-11. */
    private static final String ESTIMATE_ERROR =
            "LUT estimates are within about 15 % of Yosys's LUT count on the networks tried"
                    + " (docs/firmware.md)";

    /** The same where sums take turns. Measured with jet_tagger_6bit, interval 16, 2026-11. */
    private static final String ESTIMATE_ERROR_OF_TURNS =
            "LUT estimates of sums that take turns are rough: Yosys counted 1.6 times as many on"
                    + " the network tried";

    /** The same of cells. Measured with a GRU of 8 units, Yosys 0.23, 2026-11. */
    private static final String ESTIMATE_ERROR_OF_CELLS =
            "LUT estimates of cells, with their tables and products, are rough: Yosys counted 1.4"
                    + " times as many on the network tried";

    /** What is said where Yosys has not counted. */
    static final String NO_SYNTHESIS = "Yosys has not counted; --synthesize asks it to";

    /** What no tool has confirmed. */
    static List<String> assumed(FirmwareFigures figures) {
        return List.of(
                "Latency in cycles is exact. That the stages fit the clock is an assumption: the"
                        + " delay model is our own for UltraScale+ of speed grade -2, and no vendor"
                        + " tool has confirmed it.",
                estimateError(figures) + ".",
                "LUT counts of Yosys are not those of Vivado, which maps and optimises otherwise"
                        + " and has CARRY8 where Yosys counts CARRY4.",
                "Pragmas of HLS C++ are unverified: no HLS compiler has read them, so these"
                        + " figures are those of the Verilog alone.");
    }

    /** How far estimates may be off. */
    static String estimateError(FirmwareFigures figures) {
        if (steps(figures)) {
            return ESTIMATE_ERROR_OF_CELLS;
        }
        return takesTurns(figures) ? ESTIMATE_ERROR_OF_TURNS : ESTIMATE_ERROR;
    }

    private Wording() {}

    /** The first characters of the digest. */
    static String shortDigest(FirmwareFigures figures) {
        String digest = figures.digest();
        return digest.substring(0, Math.min(DIGEST_CHARACTERS, digest.length()));
    }

    /** {@code 240 MHz}. */
    static String clock(FirmwareFigures figures) {
        double clock = figures.options().pipeline().clockMhz();
        return (clock == Math.rint(clock) ? Long.toString((long) clock) : Units.value(clock))
                + " MHz";
    }

    /** {@code 37.50 ns}. */
    static String nanos(FirmwareFigures figures) {
        return Units.value(figures.latencyNanos()) + " ns";
    }

    /** {@code 1.503 BX}. */
    static String crossings(FirmwareFigures figures) {
        return Units.value(figures.latencyCrossings()) + " BX";
    }

    /** Whether cells take one step after the other. */
    private static boolean steps(FirmwareFigures figures) {
        return figures.options().recurrent() == FirmwareOptions.Recurrent.SEQUENTIAL;
    }

    /** What serves several times in a stage. */
    static String shared(FirmwareFigures figures) {
        return steps(figures) ? "cell" : "shared block";
    }

    /** Who takes turns in a stage of several cycles. */
    static String turns(FirmwareFigures figures) {
        return steps(figures) ? "cells take their steps" : "sums take turns";
    }

    /** Whether sums take turns, or cells their steps, in any stage. */
    static boolean takesTurns(FirmwareFigures figures) {
        return figures.stages().stream().anyMatch(stage -> stage.sharedBlocks() > 0);
    }

    /** How often a row of inputs may enter. */
    static String interval(FirmwareFigures figures) {
        int interval = figures.initiationInterval();
        return interval == 1
                ? "a new row of inputs every cycle"
                : "a new row of inputs every %d cycles".formatted(interval);
    }

    /** How long decisions wait for later crossings, and what is kept meanwhile. */
    static Optional<String> neighbours(FirmwareFigures figures) {
        return figures.delayBits() == 0
                ? Optional.empty()
                : Optional.of(
                        "a decision waits for %s after its own; %s of words are kept"
                                .formatted(
                                        Units.count(figures.waitedCrossings(), "crossing"),
                                        Units.count(figures.delayBits(), "bit")));
    }

    /** How sums are made. */
    static String sums(FirmwareFigures figures) {
        return switch (figures.options().sums()) {
            case SHARED ->
                    takesTurns(figures) && !steps(figures)
                            ? "shared subexpressions, or turns on shared logic"
                            : "shared subexpressions";
            case SEPARATE -> "each sum by itself";
            case MULTIPLIERS -> "DSP multipliers, each sum by itself";
        };
    }

    /** Longest path of a stage in nanoseconds, without the unit. */
    static String logicNanos(Stage stage) {
        return nanos(stage.picos());
    }

    /** Picoseconds as nanoseconds, without the unit. */
    static String nanos(int picos) {
        return String.format(Locale.ROOT, "%.2f", picos * 1e-3);
    }

    /** Names of the layers with logic in a stage. */
    static String layers(FirmwareFigures figures, Stage stage) {
        return stage.layers().stream()
                .map(index -> figures.layers().get(index).name())
                .collect(Collectors.joining(", "));
    }

    /** Stages of a layer, counted from 1. */
    static String stages(Layer layer) {
        int first = layer.firstStage() + 1;
        int last = layer.lastStage() + 1;
        return first == last ? Integer.toString(first) : "%d-%d".formatted(first, last);
    }

    /** A number of cells: whole, or with one decimal. */
    static String number(double number) {
        return number == Math.rint(number)
                ? Units.count((long) number)
                : String.format(Locale.ROOT, "%,.1f", number);
    }

    /** A difference in percent with its sign. */
    static String change(double part) {
        long tenths = Math.round(1000 * part);
        return tenths == 0 ? "0.0 %" : String.format(Locale.ROOT, "%+.1f %%", tenths / 10.0);
    }

    /** An estimate against a count, empty where nothing was counted. */
    static String error(double estimated, double counted) {
        return counted == 0 ? "" : change(estimated / counted - 1);
    }
}

package org.l1ring.firmware;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.l1ring.project.FirmwareFigures;
import org.l1ring.project.FirmwareFigures.Stage;

/**
 * A column of a drawing: a stage, or the input registers. It is as wide as its clock cycles; of
 * many cycles only the first and the last are drawn, with a break between them as wide as one.
 *
 * @param name of the column
 * @param stage none for input registers
 * @param registerBits of its registers
 * @param registered whether it ends in registers
 * @param startCycle clock edges before it
 * @param cycles that it takes
 */
record PipelineColumn(
        String name,
        Optional<Stage> stage,
        long registerBits,
        boolean registered,
        int startCycle,
        int cycles) {

    /** Most cycles that are all drawn. */
    static final int WHOLE = 6;

    /** Cycles drawn on either side of a break. */
    static final int AROUND = 2;

    /**
     * A clock edge that is drawn.
     *
     * @param at its place in the column, in drawn cycles
     * @param cycle its number in the pipeline
     */
    record Edge(int at, int cycle) {}

    /** The columns of a pipeline, from inputs to outputs. */
    static List<PipelineColumn> of(FirmwareFigures figures) {
        List<PipelineColumn> columns = new ArrayList<>();
        int start = 0;
        if (figures.options().pipeline().inputRegisters()) {
            columns.add(
                    new PipelineColumn(
                            "inputs",
                            Optional.empty(),
                            figures.inputRegisterBits(),
                            true,
                            start++,
                            1));
        }
        int last = figures.stages().size() - 1;
        for (int index = 0; index <= last; index++) {
            Stage stage = figures.stages().get(index);
            boolean registered = index < last || figures.options().pipeline().outputRegisters();
            columns.add(
                    new PipelineColumn(
                            Integer.toString(index + 1),
                            Optional.of(stage),
                            stage.registerBits(),
                            registered,
                            start,
                            stage.cycles()));
            start += stage.cycles();
        }
        return columns;
    }

    /** Whether cycles in its middle are left out. */
    boolean broken() {
        return cycles > WHOLE;
    }

    /** Its width in drawn cycles; a break is as wide as one. */
    int width() {
        return broken() ? 2 * AROUND + 1 : cycles;
    }

    /** Where its drawn cycles begin, in drawn cycles. */
    List<Integer> drawnCycles() {
        List<Integer> drawn = new ArrayList<>();
        for (int at = 0; at < width(); at++) {
            if (!broken() || at != AROUND) {
                drawn.add(at);
            }
        }
        return drawn;
    }

    /** The clock edges that are drawn: its beginning, those within, and its end if registered. */
    List<Edge> edges() {
        List<Edge> edges = new ArrayList<>();
        for (int at = 0; at < width() + (registered ? 1 : 0); at++) {
            boolean behindBreak = broken() && at > AROUND;
            int cycle = behindBreak ? cycles - width() + at : at;
            edges.add(new Edge(at, startCycle + cycle));
        }
        return edges;
    }
}

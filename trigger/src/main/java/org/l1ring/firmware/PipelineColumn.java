package org.l1ring.firmware;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.l1ring.project.FirmwareFigures;
import org.l1ring.project.FirmwareFigures.Stage;

/**
 * One clock cycle of a drawing: a stage, or that of the input registers.
 *
 * @param name of the column
 * @param stage none for input registers
 * @param registerBits at its end
 * @param registered whether it ends in registers
 */
record PipelineColumn(String name, Optional<Stage> stage, long registerBits, boolean registered) {

    /** The columns of a pipeline, from inputs to outputs. */
    static List<PipelineColumn> of(FirmwareFigures figures) {
        List<PipelineColumn> columns = new ArrayList<>();
        if (figures.options().pipeline().inputRegisters()) {
            columns.add(
                    new PipelineColumn(
                            "inputs", Optional.empty(), figures.inputRegisterBits(), true));
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
                            registered));
        }
        return columns;
    }
}

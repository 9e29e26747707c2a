package org.l1ring.firmware;

import java.util.List;
import java.util.Optional;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CrossingWindow;
import org.l1ring.lower.LoweredParts;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.rtl.FrameBuffer;

/**
 * What firmware is made of.
 *
 * @param lowered its circuit
 * @param window which word of which crossing each column of the circuit is
 * @param model that it was lowered from, if it was one
 * @param buffer behind it, if its outputs are frames for one
 * @param remarks lines of the report that say what it is
 */
public record FirmwareInput(
        LoweredParts lowered,
        CrossingWindow window,
        Optional<Model> model,
        Optional<FrameBuffer> buffer,
        List<String> remarks) {

    /** Copies the list. */
    public FirmwareInput {
        remarks = List.copyOf(remarks);
    }

    /** A model, each row of whose inputs is decided by itself. */
    public static FirmwareInput of(Model model) {
        LoweredParts lowered = Lowering.lowerWithParts(model);
        CrossingWindow window = CrossingWindow.one(lowered.circuit());
        return new FirmwareInput(lowered, window, Optional.of(model), Optional.empty(), List.of());
    }

    /** The circuit. */
    public Circuit circuit() {
        return lowered.circuit();
    }
}

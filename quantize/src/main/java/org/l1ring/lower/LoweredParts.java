package org.l1ring.lower;

import java.util.Collections;
import java.util.List;
import org.l1ring.circuit.Circuit;

/**
 * A circuit and where its steps come from.
 *
 * @param circuit of a model
 * @param parts inputs, preprocessing, the layers by name, outputs
 * @param partOf [steps] index of the part that first needed the step
 */
public record LoweredParts(Circuit circuit, List<String> parts, List<Integer> partOf) {
    /** Copies the lists. */
    public LoweredParts {
        parts = List.copyOf(parts);
        partOf = List.copyOf(partOf);
    }

    /** A circuit that comes from no model: one part. */
    public static LoweredParts whole(Circuit circuit) {
        List<Integer> partOf = Collections.nCopies(circuit.steps().size(), 0);
        return new LoweredParts(circuit, List.of(circuit.name()), partOf);
    }
}

package org.l1ring.lower;

import java.util.List;
import org.l1ring.circuit.Circuit;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.model.Parameters;

/**
 * A model's circuit whose weights are values of run time: after the columns of the model come the
 * parameters, in the order of {@link Parameters}, each any value of its type.
 *
 * @param model that it was lowered from
 * @param lowered the circuit and the part of the model that each step comes from
 */
public record ParametricCircuit(Model model, LoweredParts lowered) {

    /**
     * Lowers a model with its parameters as further inputs.
     *
     * @throws ModelException if an exact intermediate result may leave 64 bits for some parameters
     */
    public static ParametricCircuit of(Model model) {
        return new ParametricCircuit(model, Lowering.lowerWithParameters(model));
    }

    /** The circuit. */
    public Circuit circuit() {
        return lowered.circuit();
    }

    /** The columns of the model, without the parameters. */
    public List<Circuit.Port> columns() {
        return circuit().inputs().subList(0, model.columns());
    }

    /** The parameters, in order. */
    public List<Circuit.Port> parameters() {
        return circuit().inputs().subList(model.columns(), circuit().inputs().size());
    }

    /**
     * A row of the circuit's inputs.
     *
     * @param columns raw values of the model's columns
     * @param parameters raw parameters
     */
    public long[] row(long[] columns, long[] parameters) {
        long[] row = new long[columns.length + parameters.length];
        System.arraycopy(columns, 0, row, 0, columns.length);
        System.arraycopy(parameters, 0, row, columns.length, parameters.length);
        return row;
    }
}

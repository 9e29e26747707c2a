package org.l1ring.econ;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.fixed.FixedType;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;

/**
 * The autoencoder's way from codes to latent values as one circuit: decoding and calibration, the
 * module sum, normalisation, the encoder.
 *
 * <p>Columns are the 48 codes; outputs are the encoder's 16 and then the 5E4 code of the sum. An
 * input of the encoder is charge / 2^p, p the place of the sum's leading bit, rounded to the
 * nearest value of the input's type, halves up, and held at its greatest: a shift. So an input is
 * the charge's part of the sum, or up to twice that. Source of the rule: github.com/cms-sw/cmssw,
 * HGCalConcentratorAutoEncoderImpl.cc, bitShiftNormalization.
 */
public final class AutoencoderCircuit {
    /** Inputs of an encoder: {@link ModuleGeometry#SIDE} rows of as many places. */
    public static final int INPUTS = ModuleGeometry.SIDE * ModuleGeometry.SIDE;

    private static final int MOST_FRACTION = 30;
    private static final int MOST_LATENT_BITS = 16;

    /** Bits of the place of a sum's leading bit, which is at most 27. */
    private static final int PLACE_BITS = 5;

    private final CircuitBuilder builder;
    private final int sum;
    private final int place;

    private AutoencoderCircuit(CircuitBuilder builder, int[] charges) {
        this.builder = builder;
        long[] ones = new long[charges.length];
        Arrays.fill(ones, 1);
        sum = builder.linear(charges, ones, 0);
        int length = Long.SIZE - Long.numberOfLeadingZeros(builder.interval(sum).max());
        int[] reached = new int[Math.max(length - 1, 0)];
        for (int bit = 1; bit <= reached.length; bit++) {
            reached[bit - 1] = atLeast(1L << bit);
        }
        place = builder.linear(reached, Arrays.copyOf(ones, reached.length), 0);
    }

    /**
     * The circuit of an encoder.
     *
     * @param model with 64 inputs, the image of a module row by row, and 16 outputs of one type
     * @param factors [48] of the calibration, of 11 fraction bits, 0 to 4095
     * @param drop low bits that the front end dropped: 1 for low density, 3 for high
     * @throws ModelException if the model is no such encoder
     */
    public static Circuit of(Model model, int[] factors, int drop) {
        Circuit encoder = Lowering.lower(model);
        check(encoder);
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        int[] cells = new int[LinkFrame.CELLS];
        Interval codes = new Interval(0, (1 << FloatCode.CELL.width()) - 1);
        for (int cell = 0; cell < cells.length; cell++) {
            ports.add(new Circuit.Port("cell_" + cell, codes, 0));
            cells[cell] = builder.input(cell, codes);
        }
        int[] charges = FloatCodeCircuits.calibrate(builder, cells, factors, drop);
        return new AutoencoderCircuit(builder, charges).build(encoder, ports, charges);
    }

    private static void check(Circuit encoder) {
        String name = encoder.name();
        int inputs = encoder.inputs().size();
        int outputs = encoder.outputs().size();
        if (inputs != INPUTS || outputs != LatentFormat.LATENTS) {
            throw new ModelException(
                    name,
                    "expected an encoder of %d inputs and %d outputs, got %d and %d; take one for ECON-T"
                            .formatted(INPUTS, LatentFormat.LATENTS, inputs, outputs));
        }
        for (Circuit.Port port : encoder.inputs()) {
            if (port.fraction() < 0 || port.fraction() > MOST_FRACTION) {
                throw new ModelException(
                        name,
                        "input %s: expected 0 to %d fraction bits, got %d"
                                .formatted(port.name(), MOST_FRACTION, port.fraction()));
            }
        }
        FixedType type = latentType(encoder);
        for (Circuit.Output output : encoder.outputs()) {
            boolean fits =
                    type.width() <= MOST_LATENT_BITS
                            && type.fraction() >= 0
                            && type.fraction() <= MOST_FRACTION;
            if (!output.type().equals(type) || !fits) {
                throw new ModelException(
                        name,
                        "output %s: expected one type of all outputs, of at most %d bits and 0 to %d fraction bits, got %s after %s"
                                .formatted(
                                        output.name(),
                                        MOST_LATENT_BITS,
                                        MOST_FRACTION,
                                        output.type(),
                                        type));
            }
        }
    }

    /** The type of the latent values of a circuit made by {@link #of}. */
    public static FixedType latentType(Circuit circuit) {
        return circuit.outputs().get(0).type();
    }

    private Circuit build(Circuit encoder, List<Circuit.Port> ports, int[] charges) {
        int[] inputs = new int[INPUTS];
        for (int i = 0; i < inputs.length; i++) {
            int cell = ModuleGeometry.cell(i / ModuleGeometry.SIDE, i % ModuleGeometry.SIDE);
            inputs[i] =
                    cell == ModuleGeometry.NO_CELL
                            ? builder.constant(0)
                            : normalised(charges[cell], encoder.inputs().get(i));
        }
        int[] steps = builder.append(encoder, inputs);
        List<Circuit.Output> outputs = new ArrayList<>();
        for (Circuit.Output output : encoder.outputs()) {
            outputs.add(new Circuit.Output(output.name(), steps[output.step()], output.type()));
        }
        int width = FloatCode.WIDE.width();
        int code = FloatCodeCircuits.encode(builder, FloatCode.WIDE, sum, 0, false);
        outputs.add(new Circuit.Output("sum", code, FixedType.unsigned(width, width)));
        return builder.build(encoder.name(), ports, outputs);
    }

    private int normalised(int charge, Circuit.Port port) {
        int doubled = shiftedByPlace(builder.scale(charge, 1L << (port.fraction() + 1)));
        int rounded =
                FloatCodeCircuits.right(
                        builder, builder.linear(new int[] {doubled}, new long[] {1}, 1), 1);
        return builder.minimum(rounded, builder.constant(port.interval().max()));
    }

    /** A number shifted to the right by the place of the sum's leading bit. */
    private int shiftedByPlace(int step) {
        int shifted = step;
        for (int bit = PLACE_BITS - 1; bit >= 0; bit--) {
            int more = FloatCodeCircuits.right(builder, shifted, 1 << bit);
            shifted = builder.select(builder.slice(place, bit, 1), more, shifted);
        }
        return shifted;
    }

    private int atLeast(long least) {
        return builder.compare(Op.Relation.LESS_OR_EQUAL, builder.constant(least), sum);
    }
}

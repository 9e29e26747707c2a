package org.l1ring.concentrator;

import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.econ.Calibration;
import org.l1ring.econ.LatentFormat;
import org.l1ring.econ.LinkFrame;
import org.l1ring.econ.ModuleGeometry;
import org.l1ring.fixed.FixedType;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;

/** The autoencoder's way from codes to words in plain integers, around the encoder itself. */
final class ScalarEncoder {
    private final Calibration calibration;
    private final FixedType input;
    private final FixedType latent;
    private final CircuitInterpreter encoder;
    private final long[] charges = new long[LinkFrame.CELLS];
    private final long[] inputs = new long[64];
    final long[] latents = new long[16];
    long sum;

    /** Whether the words hold the latent values as they are. */
    boolean exact;

    ScalarEncoder(Model model, int[] factors, int drop) {
        calibration = new Calibration(factors, drop);
        input = model.columnType(0);
        latent = model.outputs().get(0).types().get(0);
        encoder = new CircuitInterpreter(Lowering.lower(model));
    }

    void run(int[] codes) {
        calibration.apply(codes, charges);
        sum = 0;
        for (long charge : charges) {
            sum += charge;
        }
        int place = sum == 0 ? 0 : 63 - Long.numberOfLeadingZeros(sum);
        for (int row = 0; row < 8; row++) {
            for (int column = 0; column < 8; column++) {
                int cell = ModuleGeometry.cell(row, column);
                double part =
                        cell == ModuleGeometry.NO_CELL
                                ? 0
                                : charges[cell] * Math.scalb(1.0, input.fraction() - place);
                inputs[8 * row + column] =
                        Math.min(input.maximumRaw(), (long) Math.floor(part + 0.5));
            }
        }
        encoder.run(inputs, latents);
    }

    /** The words that links hold. */
    int write(int links, int crossing, int[] words) {
        int[] nine = new int[16];
        int least = latent.signed() ? -256 : 0;
        int most = latent.signed() ? 255 : 511;
        exact = true;
        for (int i = 0; i < nine.length; i++) {
            double value = latents[i] * Math.scalb(1.0, 8 - latent.fraction());
            nine[i] = Math.clamp((long) Math.floor(value), least, most);
            int unsent = (1 << (9 - LatentFormat.kept(links))) - 1;
            exact &= (nine[i] & ~unsent) == value;
        }
        LatentFormat format = new LatentFormat(links);
        LinkFrame frame = new LinkFrame();
        format.select(nine, sum, crossing, frame);
        return format.write(frame, words);
    }
}

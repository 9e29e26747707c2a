package org.l1ring.project;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Interval;
import org.l1ring.fixed.FixedType;
import org.l1ring.rtl.PipelineOptions;

/** Circuits whose sums can take turns. */
final class Positions {
    private static final int TAPS = 5;

    private Positions() {}

    static FirmwareOptions options(double clockMhz, int interval) {
        PipelineOptions pipeline = new PipelineOptions(clockMhz, true, true, 9, interval);
        return new FirmwareOptions(pipeline, FirmwareOptions.Sums.SHARED, 2, "own-part");
    }

    /**
     * Two sums of the same operands at each position, with the same weights at all of them, and a
     * maximum beside them.
     */
    static Circuit folded(int positions) {
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        List<Circuit.Output> outputs = new ArrayList<>();
        long[][] weights = {{3, -5, 11, 0, 7}, {-13, 6, 0, 21, 9}};
        int[] inputs = new int[TAPS];
        for (int position = 0; position < positions; position++) {
            for (int i = 0; i < TAPS; i++) {
                inputs[i] = input(builder, ports);
            }
            for (long[] row : weights) {
                output(outputs, builder.linear(inputs, row, 4));
            }
        }
        output(outputs, builder.maximum(inputs[0], inputs[1]));
        return builder.build("folded", ports, outputs);
    }

    /** Dense sums of many operands, whose weights have little in common. */
    static Circuit dense(int operands, int sums) {
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        List<Circuit.Output> outputs = new ArrayList<>();
        int[] inputs = new int[operands];
        Arrays.setAll(inputs, _ -> input(builder, ports));
        Random random = new Random(3);
        for (int sum = 0; sum < sums; sum++) {
            long[] row = new long[operands];
            Arrays.setAll(row, _ -> random.nextInt(500, 1000));
            output(outputs, builder.linear(inputs, row, 5L + sum));
        }
        return builder.build("dense", ports, outputs);
    }

    private static int input(CircuitBuilder builder, List<Circuit.Port> ports) {
        Interval range = new Interval(-60, 63);
        ports.add(new Circuit.Port("x" + ports.size(), range, 0));
        return builder.input(ports.size() - 1, range);
    }

    private static void output(List<Circuit.Output> outputs, int step) {
        outputs.add(new Circuit.Output("y" + outputs.size(), step, FixedType.signed(24, 24)));
    }
}

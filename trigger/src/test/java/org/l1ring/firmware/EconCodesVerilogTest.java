package org.l1ring.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Interval;
import org.l1ring.econ.FloatCode;
import org.l1ring.econ.FloatCodeCircuits;
import org.l1ring.fixed.FixedType;
import org.l1ring.project.FirmwareDesign;
import org.l1ring.project.FirmwareOptions;
import org.l1ring.rtl.PipelineOptions;
import org.l1ring.rtl.RtlSimulator;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/**
 * Encoders and decoders of the ECON-T chip's codes in Verilog against Java, over 22 bits: with
 * -Dl1ring.crossings=1000000 for every value.
 */
final class EconCodesVerilogTest {
    private static final int BITS = 22;
    private static final int CHUNK = 1 << 17;
    private static final boolean EVERY_VALUE =
            Integer.getInteger("l1ring.crossings", 0) >= 1_000_000;

    private final CircuitBuilder builder = new CircuitBuilder();
    private final Interval values = new Interval(0, (1 << BITS) - 1);
    private final int input = builder.input(0, values);
    private final List<Circuit.Output> outputs = new ArrayList<>();
    private final List<LongUnaryOperator> expected = new ArrayList<>();

    private void add(String name, int step, LongUnaryOperator java) {
        int bits = builder.interval(step).signedBits() - 1;
        outputs.add(new Circuit.Output(name, step, FixedType.unsigned(bits, bits)));
        expected.add(java);
    }

    private void add(FloatCode code, int drop) {
        for (boolean round : new boolean[] {false, true}) {
            add(
                    "code" + outputs.size(),
                    FloatCodeCircuits.encode(builder, code, input, drop, round),
                    value -> code.encode(value, drop, round));
        }
        int mask = (1 << code.width()) - 1;
        for (FloatCode.Place place : FloatCode.Place.values()) {
            int low = builder.slice(input, 0, code.width());
            add(
                    "value" + outputs.size(),
                    FloatCodeCircuits.decode(builder, code, low, drop, place),
                    value -> code.decode((int) value & mask, drop, place));
        }
    }

    private static LongStream tested() {
        LongStream all = LongStream.range(0, 1 << BITS);
        return EVERY_VALUE
                ? all
                : all.filter(v -> v < 1 << 16 || v % 37 == 0 || Long.bitCount((v + 2) & ~3L) < 2);
    }

    @Test
    @Timeout(900)
    void verilogEqualsJavaOver22Bits(@TempDir Path folder) {
        Programs.require(Program.VERILATOR, Program.GXX, Program.MAKE);
        for (FloatCode code : List.of(FloatCode.CELL, FloatCode.SUM, FloatCode.WIDE)) {
            for (int drop : new int[] {0, 1, 3}) {
                add(code, drop);
            }
        }
        Circuit circuit =
                builder.build("codes", List.of(new Circuit.Port("value", values, 0)), outputs);
        FirmwareOptions standard = FirmwareOptions.standard();
        FirmwareOptions slow =
                new FirmwareOptions(
                        new PipelineOptions(40, false, true, 9, 1),
                        standard.sums(),
                        standard.depthSlack(),
                        standard.part());
        FirmwareDesign design = FirmwareDesign.of(circuit, slow);
        RtlSimulator simulator = RtlSimulator.build(design.hardware(), folder);
        long[] in = new long[CHUNK];
        long[] out = new long[CHUNK * outputs.size()];
        int filled = 0;
        for (PrimitiveIterator.OfLong all = tested().iterator(); all.hasNext(); ) {
            in[filled++] = all.nextLong();
            if (filled == CHUNK || !all.hasNext()) {
                simulator.run(in, 0, filled, out);
                compare(in, filled, out);
                filled = 0;
            }
        }
    }

    private void compare(long[] in, int count, long[] out) {
        for (int row = 0; row < count; row++) {
            for (int k = 0; k < expected.size(); k++) {
                long wanted = expected.get(k).applyAsLong(in[row]);
                long got = out[row * expected.size() + k];
                if (wanted != got) {
                    assertEquals(wanted, got, outputs.get(k).name() + " of " + in[row]);
                }
            }
        }
    }
}

package org.l1ring.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Op;

/**
 * Which bits of a netlist hold which step of a circuit, by the emitters' names: every net whose
 * name ends in {@code v<step>}, in whatever module, and in the top module {@code s<stage>_v<step>}.
 * Registers are looked through, so all nets of one step must have the same roots.
 *
 * <p>Constants and multiples by powers of two may have no net of their own: they are the bits of
 * what they repeat.
 */
final class StepWires {
    private static final Pattern NAME = Pattern.compile("(?:.*\\.)?(?:s\\d+_)?v(\\d+)");

    private final Circuit circuit;
    private final Map<Integer, Bits> wires = new HashMap<>();
    private final List<String> differences = new ArrayList<>();

    StepWires(Netlist netlist, Circuit circuit) {
        this.circuit = circuit;
        Map<Integer, String> first = new HashMap<>();
        netlist.names()
                .forEach((name, bits) -> {
                    Matcher matcher = NAME.matcher(name);
                    if (!matcher.matches()) {
                        return;
                    }
                    int step = Integer.parseInt(matcher.group(1));
                    Bits roots = new Bits(netlist.roots(bits));
                    Bits known = wires.putIfAbsent(step, roots);
                    if (known == null) {
                        first.put(step, name);
                    } else if (!known.equals(roots)) {
                        differences.add(
                                "net %s: expected the value of net %s, got another"
                                        .formatted(name, first.get(step)));
                    }
                });
    }

    /** Nets that bear the name of one step and hold different values. */
    List<String> differences() {
        return differences;
    }

    /** The bits of a step, or null where no net holds them. */
    Bits of(int step) {
        Bits known = wires.get(step);
        if (known != null) {
            return known;
        }
        return switch (circuit.op(step)) {
            case Op.Constant(long raw) -> constant(raw, width(step));
            case Op.Linear linear when shift(linear) >= 0 -> {
                Bits source = of(linear.terms().step(0));
                yield source == null ? null : shifted(step, linear, source);
            }
            default -> null;
        };
    }

    /** Whether the step's value may fall below zero, hence is two's complement. */
    boolean signed(int step) {
        return circuit.interval(step).min() < 0;
    }

    private int width(int step) {
        int bits = circuit.interval(step).signedBits();
        return signed(step) ? bits : Math.max(1, bits - 1);
    }

    private static Bits constant(long raw, int width) {
        int[] bits = new int[width];
        for (int i = 0; i < width; i++) {
            bits[i] = (int) (raw >> Math.min(i, 63) & 1);
        }
        return new Bits(bits);
    }

    /** The shift of a multiple by a power of two, or -1. */
    private static int shift(Op.Linear linear) {
        boolean one = linear.bias() == 0 && linear.terms().size() == 1;
        long factor = one ? linear.terms().coefficient(0) : 0;
        return factor > 0 && Long.bitCount(factor) == 1 ? Long.numberOfTrailingZeros(factor) : -1;
    }

    private Bits shifted(int step, Op.Linear linear, Bits source) {
        int[] bits = new int[width(step)];
        int shift = shift(linear);
        int sign = signed(linear.terms().step(0)) ? source.get(source.width() - 1) : 0;
        Arrays.fill(bits, Math.min(shift, bits.length), bits.length, sign);
        for (int i = shift; i < bits.length && i - shift < source.width(); i++) {
            bits[i] = source.get(i - shift);
        }
        return new Bits(bits);
    }
}

package org.l1ring.proof;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Op;

/**
 * Reads sums back from a netlist: which adders, over which values of other steps, with which exact
 * weights.
 *
 * <p>A vector of bits is read as low constant bits, then the low bits of a known value, then their
 * extension by zeros or by copies of the last bit. An extension is accepted only where the exact
 * range of the value proves that it keeps the value.
 */
final class SumReader {
    /** A vector that no sum explains; the message says which. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    /** What a vector has of a value; where several explain its bits, the most is taken. */
    private enum Kept {
        NOTHING,
        LOW_BITS,
        VALUE,
        ALL
    }

    private final Netlist netlist;
    private final Map<Integer, List<Operand.Leaf>> leavesByBit = new HashMap<>();
    private final Map<Integer, Operand.Leaf> leaves = new HashMap<>();
    private final Map<Bits, Boolean> signs = new HashMap<>();
    private final Map<Bits, String> labels = new HashMap<>();
    private final Map<String, Operand.Adder> adders = new LinkedHashMap<>();

    SumReader(Netlist netlist, Circuit expanded, StepWires wires) {
        this.netlist = netlist;
        for (int id = 0; id < expanded.steps().size(); id++) {
            Bits bits = wires.of(id);
            Op op = expanded.op(id);
            if (bits == null || op instanceof Op.Constant) {
                continue;
            }
            if (op instanceof Op.Linear) {
                signs.put(bits, wires.signed(id));
                labels.put(bits, "v" + id);
            } else {
                Operand.Leaf leaf = new Operand.Leaf(id, bits, Range.of(expanded.interval(id)));
                leaves.put(id, leaf);
                if (bits.start() < bits.width()) {
                    leavesByBit
                            .computeIfAbsent(bits.get(bits.start()), _ -> new ArrayList<>())
                            .add(leaf);
                }
            }
        }
    }

    /** The value of a step that is no sum. */
    Operand.Leaf leaf(int step) {
        return leaves.get(step);
    }

    /** The adders read so far, each after those that it reads. */
    List<Operand.Adder> adders() {
        return List.copyOf(adders.values());
    }

    /**
     * What a vector holds, modulo two to the power of its width.
     *
     * @param bits roots
     * @param reader who reads the vector, for messages
     * @throws Unreadable where the bits are no sum of known values
     */
    Operand read(Bits bits, String reader) {
        int start = bits.start();
        BigInteger low = BigInteger.ZERO;
        for (int i = 0; i < start; i++) {
            if (bits.get(i) == 1) {
                low = low.setBit(i);
            }
        }
        if (start == bits.width()) {
            return Operand.of(low);
        }
        int first = bits.get(start);
        Operand best = null;
        Kept most = Kept.NOTHING;
        for (Operand.Leaf leaf : leavesByBit.getOrDefault(first, List.of())) {
            int base = start - leaf.bits().start();
            Kept kept = base < 0 ? Kept.NOTHING : kept(bits, base, leaf.bits(), Operand.of(leaf));
            if (kept != Kept.NOTHING && kept.compareTo(most) >= 0) {
                BigInteger below = low.mod(BigInteger.ONE.shiftLeft(base));
                best = Operand.of(leaf).scaled(BigInteger.ONE.shiftLeft(base), below);
                most = kept;
            }
        }
        Netlist.Cell driver = netlist.driver(first);
        if (driver != null && netlist.place(first) == 0 && most != Kept.ALL) {
            Operand value = best == null ? arithmetic(driver) : arithmeticOrNull(driver);
            Kept kept =
                    value == null
                            ? Kept.NOTHING
                            : kept(bits, start, new Bits(driver.output()), value);
            if (kept.compareTo(most) > 0) {
                best = value.scaled(BigInteger.ONE.shiftLeft(start), low);
            }
        }
        if (best != null) {
            return best;
        }
        throw new Unreadable(
                "%s: expected bits of a sum or of a step's value from bit %d on, got %s"
                        .formatted(reader, start, describe(driver, first)));
    }

    private String describe(Netlist.Cell driver, int bit) {
        return bit == Netlist.UNKNOWN
                ? "undefined bits"
                : driver == null
                        ? "bits of an input port"
                        : "bit %d of %s".formatted(netlist.place(bit), name(driver));
    }

    /** How much of the bits from a base on are a value, cut or rightly extended. */
    private static Kept kept(Bits bits, int base, Bits value, Operand operand) {
        int same = 0;
        while (same < value.width()
                && base + same < bits.width()
                && bits.get(base + same) == value.get(same)) {
            same++;
        }
        if (base + same == bits.width()) {
            return same == value.width() ? Kept.ALL : Kept.LOW_BITS;
        }
        if (same == 0) {
            return Kept.NOTHING;
        }
        int extension = bits.get(base + same);
        for (int i = base + same; i < bits.width(); i++) {
            if (bits.get(i) != extension) {
                return Kept.NOTHING;
            }
        }
        boolean exact =
                (extension == 0 && keeps(operand, same, false))
                        || (extension == value.get(same - 1) && keeps(operand, same, true));
        return !exact ? Kept.NOTHING : same == value.width() ? Kept.ALL : Kept.VALUE;
    }

    /** Whether so many bits hold a value; an adder that wraps is refuted as such, not here. */
    private static boolean keeps(Operand operand, int bits, boolean signed) {
        return operand.range().fits(bits, signed)
                || (operand.node() instanceof Operand.Adder adder
                        && adder.wraps()
                        && adder.width() == bits
                        && adder.signed() == signed);
    }

    /** The same, but null where the cell's operands are no sums: it is part of a rounding. */
    private Operand arithmeticOrNull(Netlist.Cell cell) {
        try {
            return arithmetic(cell);
        } catch (Unreadable e) {
            return null;
        }
    }

    /** The result of a cell that adds, subtracts or scales, else null. */
    private Operand arithmetic(Netlist.Cell cell) {
        int width = cell.output().length;
        return switch (cell.type()) {
            case "$add", "$sub", "$neg" -> Operand.of(adder(cell));
            case "$pos" -> operand(cell, "A", width);
            case "$mul" -> {
                Operand left = operand(cell, "A", width);
                Operand right = operand(cell, "B", width);
                yield left.node() == null
                        ? product(right, left)
                        : right.node() == null ? product(left, right) : null;
            }
            case "$shl", "$sshl" -> {
                Bits by = new Bits(netlist.roots(cell.port("B")));
                yield by.start() < by.width()
                        ? null
                        : operand(cell, "A", width)
                                .scaled(
                                        BigInteger.ONE.shiftLeft(
                                                read(by, name(cell)).constant().intValueExact()),
                                        BigInteger.ZERO);
            }
            default -> null;
        };
    }

    private static Operand product(Operand value, Operand constant) {
        return value.scaled(constant.constant(), BigInteger.ZERO);
    }

    private Operand operand(Netlist.Cell cell, String port, int width) {
        return read(new Bits(netlist.operand(cell, port, width)), name(cell));
    }

    private String name(Netlist.Cell cell) {
        String label = labels.get(new Bits(cell.output()));
        String place = cell.name().replaceAll("[^$]*/", "");
        return label == null ? place : label + " (" + place + ")";
    }

    private Operand.Adder adder(Netlist.Cell cell) {
        Operand.Adder known = adders.get(cell.name());
        if (known == null) {
            known = newAdder(cell);
            adders.put(cell.name(), known);
        }
        return known;
    }

    private Operand.Adder newAdder(Netlist.Cell cell) {
        int width = cell.output().length;
        boolean unary = "$neg".equals(cell.type());
        Operand left = unary ? Operand.of(BigInteger.ZERO) : operand(cell, "A", width);
        Operand right = operand(cell, unary ? "A" : "B", width);
        BigInteger sign = "$add".equals(cell.type()) ? BigInteger.ONE : BigInteger.ONE.negate();
        Boolean signed = signs.get(new Bits(cell.output()));
        Operand.Adder first = null;
        for (Operand a : readings(left, width)) {
            for (Operand b : readings(right.scaled(sign, BigInteger.ZERO), width)) {
                Form form = a.form().plus(BigInteger.ONE, b.form());
                Range range = form.range(step -> leaves.get(step).range());
                boolean below = signed == null ? range.min().signum() < 0 : signed;
                Operand.Adder adder =
                        new Operand.Adder(name(cell), width, below, a, b, form, range);
                if (!adder.wraps()) {
                    return adder;
                }
                first = first == null ? adder : first;
            }
        }
        return first;
    }

    /** Constants and factors are known modulo two to the power of the width: both readings. */
    private static List<Operand> readings(Operand operand, int width) {
        BigInteger size = BigInteger.ONE.shiftLeft(width);
        BigInteger half = size.shiftRight(1);
        if (operand.node() == null) {
            BigInteger value = operand.constant().mod(size);
            return value.compareTo(half) < 0
                    ? List.of(Operand.of(value), Operand.of(value.subtract(size)))
                    : List.of(Operand.of(value.subtract(size)), Operand.of(value));
        }
        if (operand.factor().abs().compareTo(half) < 0) {
            return List.of(operand);
        }
        BigInteger other =
                operand.factor().signum() < 0
                        ? operand.factor().add(size)
                        : operand.factor().subtract(size);
        return List.of(operand, new Operand(operand.constant(), other, operand.node()));
    }
}

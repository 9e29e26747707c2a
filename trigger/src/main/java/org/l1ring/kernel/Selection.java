package org.l1ring.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.SignedDigits;
import org.l1ring.circuit.Terms;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;

/**
 * Chooses instructions and lane widths for the steps of a circuit.
 *
 * <p>A column is as wide as its interval and the intermediate values of its instruction need;
 * operands kept in other lanes are converted once. Sums need only the bits that their casts look
 * at.
 */
final class Selection {
    private final Circuit circuit;
    private final Lane inputLane;
    private final boolean straight;
    private final List<Instruction> instructions = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();
    private final RoundedProducts products;
    private final int[] uses;

    /** The last step that reads a step, or the step itself. */
    private final int[] reader;

    private final int[] neededBits;

    /** Column of each step in each lane, -1 where there is none. */
    private final int[][] columns;

    private final List<Integer> constantColumns = new ArrayList<>();
    private final List<Long> constantValues = new ArrayList<>();
    private final int[] inputColumns;

    /**
     * Selects instructions.
     *
     * @param circuit to compute
     * @param inputLane narrowest lane of an input column
     * @param straight for straight-line code, which has floats but no loops of its own for sums of
     *     rounded products
     */
    Selection(Circuit circuit, Lane inputLane, boolean straight) {
        this.circuit = circuit;
        this.inputLane = inputLane;
        this.straight = straight;
        this.products = new RoundedProducts(circuit, straight);
        int steps = circuit.steps().size();
        this.uses = new int[steps];
        this.reader = IntStream.range(0, steps).toArray();
        this.neededBits = new int[steps];
        this.columns = new int[steps][Lane.values().length];
        for (int[] row : columns) {
            Arrays.fill(row, -1);
        }
        this.inputColumns = new int[circuit.inputs().size()];
        Arrays.fill(inputColumns, -1);
        countUses();
        for (int id = 0; id < steps; id++) {
            if (!products.absorbed(id)) {
                select(id, circuit.op(id));
            }
        }
        NarrowFits.apply(instructions, lanes, columns);
    }

    List<Instruction> instructions() {
        return instructions;
    }

    /** Lane of each column. */
    List<Lane> lanes() {
        return lanes;
    }

    /** Column that receives an input, -1 when no step reads it. */
    int inputColumn(int input) {
        return inputColumns[input];
    }

    /** Columns that hold one value throughout, and the values. */
    List<Integer> constantColumns() {
        return constantColumns;
    }

    List<Long> constantValues() {
        return constantValues;
    }

    /** Column of an output, in the lane it was computed in. */
    int outputColumn(int output) {
        int step = circuit.outputs().get(output).step();
        Lane own = ownLane(step);
        return column(step, own == Lane.F32 ? Lane.I32 : own);
    }

    private void countUses() {
        Arrays.fill(neededBits, -1);
        for (int id = 0; id < uses.length; id++) {
            Op op = circuit.op(id);
            for (int operand : Op.operands(op)) {
                uses[operand]++;
                reader[operand] = id;
                int bits = 64;
                if (op instanceof Op.Cast cast) {
                    Optional<Fit> fit = fit(id, cast, Long.MIN_VALUE);
                    if (fit.isPresent() && fit.get().lowBitsDo()) {
                        bits = fit.get().lowBits();
                    }
                }
                neededBits[operand] = Math.max(neededBits[operand], bits);
            }
        }
        circuit.outputs()
                .forEach(output -> {
                    uses[output.step()]++;
                    neededBits[output.step()] = 64;
                });
    }

    private Optional<Fit> fit(int id, Op.Cast cast, long atLeast) {
        Interval source = circuit.interval(cast.arg());
        FixedType wide = new FixedType(true, 64, 64, cast.quantization(), Overflow.SAT, 0);
        Interval quantized =
                new Interval(
                        wide.cast(Math.max(source.min(), atLeast), cast.drop()),
                        wide.cast(Math.max(source.max(), atLeast), cast.drop()));
        if (quantized.equals(circuit.interval(id))) {
            Op.Cast plain =
                    new Op.Cast(
                            cast.arg(),
                            cast.drop(),
                            cast.quantization(),
                            true,
                            64,
                            Overflow.WRAP,
                            0);
            return Fit.of(plain, atLeast).map(Fit::withoutOverflow);
        }
        return Fit.of(cast, atLeast);
    }

    private void select(int id, Op op) {
        switch (op) {
            case Op.Input(int column) -> {
                Lane own = Lane.of(circuit.inputs().get(column).interval());
                Lane lane = Lane.widest(inputLane, own);
                inputColumns[column] = define(id, lane);
            }
            case Op.Constant(long raw) -> {
                constantColumns.add(define(id, Lane.of(Interval.of(raw))));
                constantValues.add(raw);
            }
            case Op.Linear(Terms terms, long bias) -> linear(id, terms, bias);
            case Op.Not(int arg) ->
                    weighted(id, resultLane(id, arg), new int[] {arg}, List.of(-1L), 1);
            case Op.Concatenate(int high, int low, int lowWidth) ->
                    weighted(
                            id,
                            resultLane(id, high, low),
                            new int[] {high, low},
                            List.of(1L << lowWidth, 1L),
                            0);
            case Op.Cast cast -> cast(id, cast);
            case Op.Slice(int arg, int low, int width) -> {
                Lane lane = resultLane(id, arg);
                Fit fit = Fit.slice(low, width).in(lane);
                emit(Family.FIT, id, lane, new Instruction.Fitting(fit, false), arg);
            }
            case Op.Multiply(int left, int right) -> plain(Family.MULTIPLY, id, left, right);
            case Op.Select(int condition, int whenTrue, int whenFalse) ->
                    plain(Family.SELECT, id, condition, whenTrue, whenFalse);
            case Op.Compare(Op.Relation relation, int left, int right) ->
                    plain(
                            switch (relation) {
                                case LESS -> Family.LESS;
                                case LESS_OR_EQUAL -> Family.LESS_OR_EQUAL;
                                case EQUAL -> Family.EQUAL;
                            },
                            id,
                            left,
                            right);
            case Op.Logic(Op.Gate gate, int left, int right) ->
                    plain(
                            switch (gate) {
                                case AND -> Family.AND;
                                case OR -> Family.OR;
                                case XOR -> Family.XOR;
                            },
                            id,
                            left,
                            right);
            case Op.Minimum(int left, int right) -> plain(Family.MINIMUM, id, left, right);
            case Op.Maximum(int left, int right) -> maximum(id, left, right);
            case Op.Absolute(int arg) -> plain(Family.ABSOLUTE, id, arg);
            case Op.Table(int arg, var contents) ->
                    emit(
                            Family.TABLE,
                            id,
                            resultLane(id, arg),
                            new Instruction.Lookup(contents),
                            arg);
        }
    }

    private void plain(Family family, int id, int... operands) {
        emit(family, id, resultLane(id, operands), new Instruction.None(), operands);
    }

    /** The narrowest lane that holds the result and the operands. */
    private Lane resultLane(int id, int... operands) {
        Lane lane = Lane.of(circuit.interval(id));
        for (int operand : operands) {
            lane = Lane.widest(lane, Lane.of(circuit.interval(operand)));
        }
        return lane;
    }

    private void linear(int id, Terms terms, long bias) {
        Lane lane = Lane.ofBits(resultBits(id));
        if (products.absorbing(id)) {
            rounded(id, lane, terms, bias);
            return;
        }
        if (uses[id] == 1 && offsetOf(id) != 0 && readByFit(id)) {
            return;
        }
        for (int step : terms.steps()) {
            lane = Lane.widest(lane, Lane.of(circuit.interval(step)));
        }
        List<Long> coefficients = new ArrayList<>();
        for (int i = 0; i < terms.size(); i++) {
            coefficients.add(terms.coefficient(i));
        }
        if (straight && lane == Lane.I32) {
            boolean exact = exactInFloat(terms, bias);
            if (inParts(id, exact ? Lane.F32 : lane, terms, bias)) {
                return;
            }
            if (exact && fasterInFloat(terms)) {
                lane = Lane.F32;
            }
        }
        weighted(id, lane, terms.steps(), coefficients, bias);
    }

    /** Computes a sum from sums of some of its terms in 16-bit lanes, where that is faster. */
    private boolean inParts(int id, Lane lane, Terms terms, long bias) {
        List<Integer> operands = new ArrayList<>();
        IntPredicate floats = step -> columns[step][Lane.F32.ordinal()] >= 0;
        for (NarrowParts.Part part : NarrowParts.of(circuit, terms, floats)) {
            List<Integer> from = part.steps().stream().map(s -> column(s, Lane.I16)).toList();
            Instruction.Weights weights = new Instruction.Weights(part.coefficients(), 0);
            int narrow = newColumn(Lane.I16);
            instructions.add(new Instruction(Family.LINEAR, Lane.I16, narrow, from, weights));
            operands.add(newColumn(lane));
            Instruction.None none = new Instruction.None();
            List<Integer> alone = List.of(narrow);
            instructions.add(new Instruction(Family.WIDEN, lane, operands.getLast(), alone, none));
        }
        if (operands.isEmpty()) {
            return false;
        }
        List<Long> ones = Collections.nCopies(operands.size(), 1L);
        Instruction.Weights weights = new Instruction.Weights(ones, bias);
        instructions.add(new Instruction(Family.LINEAR, lane, define(id, lane), operands, weights));
        return true;
    }

    /** Whether every partial sum, in whatever order, is far enough within a float's integers. */
    private boolean exactInFloat(Terms terms, long bias) {
        double largest = Math.abs((double) bias);
        for (int i = 0; i < terms.size(); i++) {
            Interval x = circuit.interval(terms.step(i));
            double magnitude = Math.max(Math.abs((double) x.min()), Math.abs((double) x.max()));
            largest += Math.abs((double) terms.coefficient(i)) * magnitude;
        }
        return largest < FloatFit.LARGEST;
    }

    /** Floats multiply as fast as integers add, but the terms must be floats already, or many. */
    private boolean fasterInFloat(Terms terms) {
        int additions = 0;
        int conversions = 0;
        for (int i = 0; i < terms.size(); i++) {
            additions += SignedDigits.count(terms.coefficient(i));
            conversions += columns[terms.step(i)][Lane.F32.ordinal()] >= 0 ? 0 : 1;
        }
        return conversions == 0 || (terms.size() >= 3 && 2 * additions >= 3 * terms.size());
    }

    /** Bits of a sum that its readers look at. */
    private int resultBits(int id) {
        int bits = circuit.interval(id).signedBits();
        return neededBits[id] < 0 ? bits : Math.min(bits, Math.max(neededBits[id], 1));
    }

    /** A sum of rounded products. */
    private void rounded(int id, Lane lane, Terms terms, long bias) {
        ProductSum sum =
                straight
                        ? ProductSum.straight(circuit, products, terms, bias, lane)
                        : ProductSum.looped(circuit, products, terms, bias, lane);
        int[] steps = sum.steps().stream().mapToInt(Integer::intValue).toArray();
        emit(Family.ROUNDED, sum.lane(), id, sum.result(), sum.constants(), steps);
    }

    private void weighted(int id, Lane lane, int[] steps, List<Long> coefficients, long bias) {
        List<Long> wrapped = coefficients.stream().map(lane::wrap).toList();
        emit(Family.LINEAR, id, lane, new Instruction.Weights(wrapped, lane.wrap(bias)), steps);
    }

    /** A maximum with a constant that only one cast reads is done by that cast. */
    private void maximum(int id, int left, int right) {
        if (uses[id] != 1 || lowerBound(id) == Long.MIN_VALUE || !readByFit(id)) {
            plain(Family.MAXIMUM, id, left, right);
        }
    }

    /** The constant of a sum of one step and it, else 0. */
    private long offsetOf(int id) {
        return circuit.op(id) instanceof Op.Linear(Terms terms, long bias)
                        && terms.size() == 1
                        && terms.coefficient(0) == 1
                ? bias
                : 0;
    }

    /**
     * Whether the only reader is a cast that computes this maximum or sum with a constant itself.
     */
    private boolean readByFit(int id) {
        return circuit.op(reader[id]) instanceof Op.Cast cast
                && small(circuit.interval(id))
                && fit(reader[id], cast, lowerBound(id)).isPresent();
    }

    /** The constant of a maximum with one, else the smallest long. */
    private long lowerBound(int id) {
        if (circuit.op(id) instanceof Op.Maximum(int left, int right)) {
            if (circuit.interval(left).constant()) {
                return circuit.interval(left).min();
            }
            if (circuit.interval(right).constant()) {
                return circuit.interval(right).min();
            }
        }
        return Long.MIN_VALUE;
    }

    private void cast(int id, Op.Cast cast) {
        int arg = cast.arg();
        long atLeast = Long.MIN_VALUE;
        if (ownColumn(arg) < 0 && circuit.op(arg) instanceof Op.Maximum(int left, int right)) {
            atLeast = lowerBound(arg);
            arg = circuit.interval(left).constant() ? right : left;
        }
        long offset = 0;
        if (ownColumn(arg) < 0 && circuit.op(arg) instanceof Op.Linear(Terms terms, long bias)) {
            offset = bias;
            arg = terms.step(0);
        }
        Optional<Fit> found = fit(id, cast, atLeast);
        Interval source = circuit.interval(cast.arg());
        if (found.isEmpty() || !small(source)) {
            emit(Family.CAST, id, Lane.I64, new Instruction.Casting(cast.drop(), cast.type()), arg);
            return;
        }
        Fit fit = found.get().withOffset(offset);
        if (ownLane(arg) == Lane.F32 && FloatFit.possible(fit)) {
            Lane result = FloatFit.staysFloat(fit) ? Lane.F32 : Lane.I32;
            emit(Family.FIT, Lane.F32, id, result, new Instruction.Fitting(fit, false), arg);
            return;
        }
        Lane lane = Lane.widest(integerLane(arg), Lane.of(circuit.interval(id)));
        if (fit.lowBitsDo()) {
            lane = Lane.widest(lane, Lane.ofBits(fit.lowBits()));
        } else {
            Lane plain = Lane.widest(lane, Lane.of(circuit.interval(arg)));
            plain = Lane.widest(plain, Lane.of(source));
            lane = Lane.widest(plain, Lane.of(fit.rounded(source)));
            Lane early = straight ? fit.earlyLane(plain) : lane;
            if (early.compareTo(lane) < 0) {
                emit(Family.FIT, id, early, new Instruction.Fitting(fit.in(early), true), arg);
                return;
            }
        }
        emit(Family.FIT, id, lane, new Instruction.Fitting(fit.in(lane), false), arg);
    }

    /** Whether a rounding term may be added within 64 bits. */
    private static boolean small(Interval interval) {
        return Math.max(Math.abs(interval.min() >> 1), Math.abs(interval.max() >> 1)) < 1L << 60;
    }

    private void emit(
            Family family, int id, Lane lane, Instruction.Constants constants, int... operands) {
        emit(family, lane, id, lane, constants, operands);
    }

    private void emit(
            Family family,
            Lane operandLane,
            int id,
            Lane lane,
            Instruction.Constants constants,
            int... operands) {
        List<Integer> sources = new ArrayList<>();
        for (int operand : operands) {
            sources.add(column(operand, operandLane));
        }
        instructions.add(new Instruction(family, lane, define(id, lane), sources, constants));
    }

    private int define(int id, Lane lane) {
        columns[id][lane.ordinal()] = newColumn(lane);
        return columns[id][lane.ordinal()];
    }

    private int newColumn(Lane lane) {
        lanes.add(lane);
        return lanes.size() - 1;
    }

    private int ownColumn(int step) {
        for (int column : columns[step]) {
            if (column >= 0) {
                return column;
            }
        }
        return -1;
    }

    private Lane ownLane(int step) {
        for (Lane lane : Lane.values()) {
            if (columns[step][lane.ordinal()] >= 0) {
                return lane;
            }
        }
        throw new IllegalStateException("step " + step + " has no column");
    }

    /** The lane of the integers that a step is kept or would be kept in. */
    private Lane integerLane(int step) {
        Lane own = ownLane(step);
        return own == Lane.F32 ? Lane.I32 : own;
    }

    /** The column of a step in a lane; conversions go one lane width at a time. */
    private int column(int step, Lane lane) {
        int[] row = columns[step];
        if (row[lane.ordinal()] >= 0) {
            return row[lane.ordinal()];
        }
        Lane from = convertedFrom(lane, ownLane(step));
        int source = column(step, from);
        int result = newColumn(lane);
        row[lane.ordinal()] = result;
        Family family =
                from.bytes() < lane.bytes()
                        ? Family.WIDEN
                        : from.bytes() > lane.bytes() ? Family.NARROW : Family.CONVERT;
        instructions.add(
                new Instruction(family, lane, result, List.of(source), new Instruction.None()));
        return result;
    }

    /** The lane to convert from, on the way from a step's own lane. */
    private static Lane convertedFrom(Lane lane, Lane own) {
        if (lane == Lane.F32) {
            return own == Lane.I16 ? Lane.I16 : Lane.I32;
        }
        if (own == Lane.F32) {
            return lane == Lane.I64 ? Lane.I32 : Lane.F32;
        }
        return Lane.INTEGERS.get(lane.ordinal() + (own.compareTo(lane) < 0 ? -1 : 1));
    }
}

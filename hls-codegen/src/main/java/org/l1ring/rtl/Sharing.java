package org.l1ring.rtl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.l1ring.adders.ExpandSums;
import org.l1ring.adders.SeparateSums;
import org.l1ring.adders.SumBlocks;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.SignedDigits;
import org.l1ring.circuit.Terms;
import org.l1ring.fixed.FixedType;

/**
 * Finds the sums that may take turns when a new row comes only in every N-th clock cycle.
 *
 * <p>Sums with the same coefficients over different operands, such as the positions of a
 * convolution, share one graph of adders. Others over many operands share multipliers: each lane
 * multiplies one operand after the other by the coefficient of its turn.
 */
final class Sharing {
    private final Circuit circuit;
    private final int interval;
    private final int depthSlack;
    private final PipelineOptions options;
    private final DelayModel delays;
    private final List<SharedBlock> shared = new ArrayList<>();
    private final Set<Integer> taken = new HashSet<>();

    private Sharing(Circuit circuit, int depthSlack, PipelineOptions options, DelayModel delays) {
        this.circuit = circuit;
        this.interval = options.initiationInterval();
        this.depthSlack = depthSlack;
        // The logic in the middle of a block has registers at its end only.
        this.options = new PipelineOptions(options.clockMhz(), false, true, options.dspBits(), 1);
        this.delays = delays;
    }

    /**
     * The shared blocks of a circuit.
     *
     * @param circuit as lowered
     * @param depthSlack of the graphs of adders
     * @param options with the interval
     * @param delays of the logic
     */
    static List<SharedBlock> of(
            Circuit circuit, int depthSlack, PipelineOptions options, DelayModel delays) {
        Sharing sharing = new Sharing(circuit, depthSlack, options, delays);
        SumBlocks.levels(circuit).forEach(sharing::fold);
        for (List<Integer> block : SumBlocks.of(circuit)) {
            List<Integer> rest = block.stream().filter(id -> !sharing.taken.contains(id)).toList();
            whereItFits(() -> sharing.multiply(rest));
        }
        return sharing.shared;
    }

    /** A lane has the range of all that takes turns on it; sums that then leave 64 bits do not. */
    private static void whereItFits(Runnable attempt) {
        try {
            attempt.run();
        } catch (ArithmeticException _) {
            // They get adders of their own.
        }
    }

    private Op.Linear sum(int id) {
        return (Op.Linear) circuit.op(id);
    }

    /** Sums with equal coefficients take turns; kinds that occur equally often do so together. */
    private void fold(List<Integer> level) {
        Map<String, List<Integer>> kinds = new LinkedHashMap<>();
        for (int id : level) {
            kinds.computeIfAbsent(weights(id), _ -> new ArrayList<>()).add(id);
        }
        Map<Integer, List<List<Integer>>> together = new TreeMap<>();
        for (List<Integer> kind : kinds.values()) {
            if (kind.size() > 1 && digits(kind.getFirst()) > 2) {
                together.computeIfAbsent(kind.size(), _ -> new ArrayList<>()).add(kind);
            }
        }
        together.forEach((turns, alike) -> {
            for (int first = 0; first < turns; first += interval) {
                int from = first;
                whereItFits(() -> fold(alike, from, Math.min(turns, from + interval)));
            }
        });
    }

    private String weights(int id) {
        Op.Linear sum = sum(id);
        StringBuilder text = new StringBuilder().append(sum.bias());
        for (int i = 0; i < sum.terms().size(); i++) {
            text.append(' ').append(sum.terms().coefficient(i));
        }
        return text.toString();
    }

    private int digits(int id) {
        Terms terms = sum(id).terms();
        int digits = 0;
        for (int i = 0; i < terms.size(); i++) {
            digits += SignedDigits.count(terms.coefficient(i));
        }
        return digits;
    }

    /**
     * Sums of each kind take turns on one graph of adders.
     *
     * @param kinds [kinds][turns] sums
     * @param from first turn
     * @param to end of the turns, exclusive
     */
    private void fold(List<List<Integer>> kinds, int from, int to) {
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        List<List<SharedBlock.Source>> lanes = new ArrayList<>();
        List<Circuit.Output> outputs = new ArrayList<>();
        for (List<Integer> kind : kinds) {
            Op.Linear sum = sum(kind.getFirst());
            int[] inputs = new int[sum.terms().size()];
            for (int term = 0; term < inputs.length; term++) {
                List<SharedBlock.Source> sources = new ArrayList<>();
                for (int id : kind.subList(from, to)) {
                    sources.add(new SharedBlock.FromStep(sum(id).terms().step(term)));
                }
                inputs[term] = input(builder, ports, lanes, sources);
            }
            long[] coefficients = new long[inputs.length];
            Arrays.setAll(coefficients, sum.terms()::coefficient);
            output(builder, outputs, builder.linear(inputs, coefficients, sum.bias()));
        }
        List<List<Integer>> results = new ArrayList<>();
        List<Integer> sums = new ArrayList<>();
        for (int turn = from; turn < to; turn++) {
            int at = turn;
            List<Integer> row = kinds.stream().map(kind -> kind.get(at)).toList();
            results.add(row);
            sums.addAll(row);
        }
        Circuit logic = builder.build(name(), ports, outputs);
        Pipeline pipeline = Pipeline.of(ExpandSums.expand(logic, depthSlack), options, delays);
        shared.add(new SharedBlock(sums, pipeline, lanes, results, List.of()));
        taken.addAll(sums);
    }

    /** Operands take turns on multipliers, where that is smaller. */
    private void multiply(List<Integer> sums) {
        if (sums.isEmpty()) {
            return;
        }
        List<Integer> operands =
                sums.stream()
                        .flatMapToInt(id -> Arrays.stream(Op.operands(circuit.op(id))))
                        .distinct()
                        .sorted()
                        .boxed()
                        .toList();
        int count = (operands.size() + interval - 1) / interval;
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        List<List<SharedBlock.Source>> lanes = new ArrayList<>();
        int[] values = new int[count];
        for (int lane = 0; lane < count; lane++) {
            List<SharedBlock.Source> sources = new ArrayList<>();
            for (int phase = 0; phase < interval; phase++) {
                int at = lane * interval + phase;
                sources.add(
                        at < operands.size()
                                ? new SharedBlock.FromStep(operands.get(at))
                                : new SharedBlock.Fixed(0));
            }
            values[lane] = input(builder, ports, lanes, sources);
        }
        List<Circuit.Output> outputs = new ArrayList<>();
        List<Long> biases = new ArrayList<>();
        for (int id : sums) {
            int[] products = new int[count];
            for (int lane = 0; lane < count; lane++) {
                List<SharedBlock.Source> sources = new ArrayList<>();
                for (int phase = 0; phase < interval; phase++) {
                    int at = lane * interval + phase;
                    long coefficient = at < operands.size() ? coefficient(id, operands.get(at)) : 0;
                    sources.add(new SharedBlock.Fixed(coefficient));
                }
                products[lane] =
                        builder.multiply(values[lane], input(builder, ports, lanes, sources));
            }
            long[] ones = new long[count];
            Arrays.fill(ones, 1);
            output(builder, outputs, builder.linear(products, ones, 0));
            biases.add(sum(id).bias());
        }
        Circuit logic = builder.build(name(), ports, outputs);
        Circuit expanded = SeparateSums.trace(logic, SeparateSums.Leaves.DIGITS).circuit();
        Pipeline pipeline = Pipeline.of(expanded, options, delays);
        SharedBlock block = new SharedBlock(sums, pipeline, lanes, List.of(sums), biases);
        if (CostModel.block(circuit, block).lookupTables() < unrolled(sums)) {
            shared.add(block);
        }
    }

    private String name() {
        return VerilogEmitter.moduleName(circuit) + "_shared" + (shared.size() + 1) + "_sum";
    }

    /** Lookup tables of the sums with adders of their own, subexpressions shared. */
    private double unrolled(List<Integer> sums) {
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        Map<Integer, Integer> inputs = new HashMap<>();
        List<Circuit.Output> outputs = new ArrayList<>();
        for (int id : sums) {
            Terms terms = sum(id).terms();
            int[] args = new int[terms.size()];
            long[] coefficients = new long[args.length];
            for (int i = 0; i < args.length; i++) {
                int operand = terms.step(i);
                Interval range = circuit.interval(operand);
                if (!inputs.containsKey(operand)) {
                    inputs.put(operand, builder.input(ports.size(), range));
                    ports.add(new Circuit.Port("x" + ports.size(), range, 0));
                }
                args[i] = inputs.get(operand);
                coefficients[i] = terms.coefficient(i);
            }
            output(builder, outputs, builder.linear(args, coefficients, sum(id).bias()));
        }
        Circuit alone = builder.build("alone", ports, outputs);
        Pipeline pipeline = Pipeline.of(ExpandSums.expand(alone, depthSlack), options, delays);
        return new CostModel(pipeline).total().lookupTables();
    }

    private long coefficient(int id, int operand) {
        Terms terms = sum(id).terms();
        for (int i = 0; i < terms.size(); i++) {
            if (terms.step(i) == operand) {
                return terms.coefficient(i);
            }
        }
        return 0;
    }

    private int input(
            CircuitBuilder builder,
            List<Circuit.Port> ports,
            List<List<SharedBlock.Source>> lanes,
            List<SharedBlock.Source> sources) {
        Interval range =
                sources.stream()
                        .map(source ->
                                switch (source) {
                                    case SharedBlock.FromStep(int step) -> circuit.interval(step);
                                    case SharedBlock.Fixed(long raw) -> Interval.of(raw);
                                })
                        .reduce(Interval::union)
                        .orElseThrow();
        if (range.constant()) {
            return builder.constant(range.min());
        }
        int known = lanes.indexOf(sources);
        if (known >= 0) {
            return builder.input(known, range);
        }
        lanes.add(Collections.unmodifiableList(sources));
        ports.add(new Circuit.Port("x" + ports.size(), range, 0));
        return builder.input(ports.size() - 1, range);
    }

    private static void output(CircuitBuilder builder, List<Circuit.Output> outputs, int step) {
        Interval range = builder.interval(step);
        FixedType type =
                range.min() < 0
                        ? FixedType.signed(range.signedBits(), range.signedBits())
                        : FixedType.unsigned(
                                Math.max(1, range.signedBits() - 1),
                                Math.max(1, range.signedBits() - 1));
        outputs.add(new Circuit.Output("y" + outputs.size(), step, type));
    }
}

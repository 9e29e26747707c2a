package org.l1ring.sliced;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gates over slots of 512 bits, one bit for each crossing: sums of products and long products, each
 * without storing what is between.
 */
final class LogicProgram {
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int VECTOR = LONGS.vectorByteSize();

    private static final int SUM = 0;
    private static final int PRODUCT = 1;
    private static final int EXCLUSIVE = 2;
    private static final int INVERSE = 3;

    private static final Comparator<List<Integer>> SECTIONS =
            Comparator.<List<Integer>, Integer>comparing(section -> section.get(0))
                    .thenComparing(section -> section.get(1))
                    .thenComparing(section -> section.get(2));

    private final int[] code;

    private LogicProgram(List<Instruction> instructions) {
        Map<List<Integer>, List<Instruction>> sections = new TreeMap<>(SECTIONS);
        for (Instruction each : instructions) {
            sections.computeIfAbsent(each.section(), _ -> new ArrayList<>()).add(each);
        }
        List<Integer> words = new ArrayList<>();
        sections.forEach((section, members) -> {
            words.addAll(section.subList(1, 3));
            words.add(members.size());
            for (Instruction member : members) {
                words.add(member.result());
                words.addAll(member.operands());
            }
        });
        code = words.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * A gate of many operands.
     *
     * @param level longest way to it from what is there before the program runs
     * @param kind what it does
     * @param result byte offset of its slot
     * @param operands byte offsets of slots
     */
    private record Instruction(int level, int kind, int result, List<Integer> operands) {
        /** Instructions of one section do not depend on each other and run in one loop. */
        List<Integer> section() {
            return List.of(level, kind, operands.size());
        }
    }

    int words() {
        return code.length;
    }

    /** Writes programs for the nodes of one graph, each node once. */
    static final class Writer {
        private final BitGraph graph;
        private final Slots slots;
        private final int[] uses;
        private final List<Instruction> code = new ArrayList<>();
        private final Map<Integer, Integer> levels = new HashMap<>();
        private IntPredicate here = _ -> true;

        /**
         * A writer.
         *
         * @param graph of the nodes
         * @param slots where bits are
         * @param uses how often each node is read
         */
        Writer(BitGraph graph, Slots slots, int[] uses) {
            this.graph = graph;
            this.slots = slots;
            this.uses = uses;
        }

        /**
         * The program that computes some nodes from those that have slots.
         *
         * @param roots to compute
         * @param within which nodes may be computed on the way without a slot
         */
        LogicProgram program(Iterable<Integer> roots, IntPredicate within) {
            here = within;
            code.clear();
            levels.clear();
            for (int root : roots) {
                slot(root);
            }
            return new LogicProgram(code);
        }

        private int slot(int node) {
            if (slots.has(node)) {
                return slots.of(node);
            }
            BitGraph.Node gate = graph.node(node);
            List<Integer> operands = new ArrayList<>();
            int kind;
            switch (gate.kind()) {
                case OR -> {
                    kind = SUM;
                    terms(gate, operands);
                }
                case AND -> {
                    kind = PRODUCT;
                    factors(gate, operands);
                }
                case XOR -> {
                    kind = EXCLUSIVE;
                    operands.add(slot(gate.left()));
                    operands.add(slot(gate.right()));
                }
                case NOT -> {
                    kind = INVERSE;
                    operands.add(slot(gate.left()));
                }
                default -> throw new IllegalStateException(gate + " has no slot");
            }
            int level =
                    operands.stream()
                            .mapToInt(slot -> levels.getOrDefault(slot, 0))
                            .max()
                            .orElse(0);
            int result = slots.add(node);
            levels.put(result, level + 1);
            code.add(new Instruction(level + 1, kind, result, operands));
            return result;
        }

        private boolean inline(int node, BitGraph.Kind kind) {
            return uses[node] == 1
                    && graph.node(node).kind() == kind
                    && !slots.has(node)
                    && here.test(node);
        }

        private void terms(BitGraph.Node sum, List<Integer> pairs) {
            for (int operand : new int[] {sum.left(), sum.right()}) {
                if (inline(operand, BitGraph.Kind.OR)) {
                    terms(graph.node(operand), pairs);
                } else if (inline(operand, BitGraph.Kind.AND)) {
                    pairs.add(slot(graph.node(operand).left()));
                    pairs.add(slot(graph.node(operand).right()));
                } else {
                    pairs.add(slot(operand));
                    pairs.add(slots.of(BitGraph.ONE));
                }
            }
        }

        private void factors(BitGraph.Node product, List<Integer> factors) {
            for (int operand : new int[] {product.left(), product.right()}) {
                if (inline(operand, BitGraph.Kind.AND)) {
                    factors(graph.node(operand), factors);
                } else {
                    factors.add(slot(operand));
                }
            }
        }
    }

    /** Computes all nodes of the program. */
    void run(MemorySegment memory) {
        int[] ints = code;
        int at = 0;
        while (at < ints.length) {
            int kind = ints[at];
            int operands = ints[at + 1];
            int first = at + 3;
            at = first + ints[at + 2] * (operands + 1);
            switch (kind) {
                case SUM -> sums(memory, ints, first, at, operands);
                case PRODUCT -> products(memory, ints, first, at, operands);
                case EXCLUSIVE -> exclusives(memory, ints, first, at);
                default -> inverses(memory, ints, first, at);
            }
        }
    }

    private static void sums(MemorySegment memory, int[] ints, int first, int end, int operands) {
        for (int at = first; at < end; at += operands + 1) {
            long result = ints[at];
            for (int v = 0; v < Slots.BYTES; v += VECTOR) {
                LongVector sum = LongVector.zero(LONGS);
                for (int i = at + 1; i <= at + operands; i += 2) {
                    long a = (long) ints[i] + v;
                    long b = (long) ints[i + 1] + v;
                    sum =
                            sum.or(
                                    LongVector.fromMemorySegment(LONGS, memory, a, ORDER)
                                            .and(
                                                    LongVector.fromMemorySegment(
                                                            LONGS, memory, b, ORDER)));
                }
                sum.intoMemorySegment(memory, result + v, ORDER);
            }
        }
    }

    private static void products(
            MemorySegment memory, int[] ints, int first, int end, int operands) {
        for (int at = first; at < end; at += operands + 1) {
            long result = ints[at];
            for (int v = 0; v < Slots.BYTES; v += VECTOR) {
                long a = (long) ints[at + 1] + v;
                LongVector product = LongVector.fromMemorySegment(LONGS, memory, a, ORDER);
                for (int i = at + 2; i <= at + operands; i++) {
                    long b = (long) ints[i] + v;
                    product = product.and(LongVector.fromMemorySegment(LONGS, memory, b, ORDER));
                }
                product.intoMemorySegment(memory, result + v, ORDER);
            }
        }
    }

    private static void exclusives(MemorySegment memory, int[] ints, int first, int end) {
        for (int at = first; at < end; at += 3) {
            for (int v = 0; v < Slots.BYTES; v += VECTOR) {
                long a = (long) ints[at + 1] + v;
                long b = (long) ints[at + 2] + v;
                LongVector.fromMemorySegment(LONGS, memory, a, ORDER)
                        .lanewise(
                                VectorOperators.XOR,
                                LongVector.fromMemorySegment(LONGS, memory, b, ORDER))
                        .intoMemorySegment(memory, (long) ints[at] + v, ORDER);
            }
        }
    }

    private static void inverses(MemorySegment memory, int[] ints, int first, int end) {
        for (int at = first; at < end; at += 2) {
            for (int v = 0; v < Slots.BYTES; v += VECTOR) {
                LongVector.fromMemorySegment(LONGS, memory, (long) ints[at + 1] + v, ORDER)
                        .not()
                        .intoMemorySegment(memory, (long) ints[at] + v, ORDER);
            }
        }
    }
}

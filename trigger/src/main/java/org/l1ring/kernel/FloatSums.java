package org.l1ring.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Wide sums of products of floats: loops, since the coefficients do not fit into code.
 *
 * <p>Four sums over all operands of any of them, for four vectors at a time, read each operand and
 * each coefficient once for four multiply-adds. With very many operands it is eight sums and two
 * vectors, which of all operands stay in the nearest cache. A sum that has few of those operands is
 * computed alone, for eight vectors at a time.
 */
final class FloatSums implements Step {
    /** Operands from which a tile is of eight sums, not of four. */
    private static final int MANY = 100;

    /** Share of a tile's products that must not be zero. */
    private static final double DENSE = 0.45;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final long VECTOR = SPECIES.vectorByteSize();
    private static final long BLOCK = (long) Lane.BLOCK * Float.BYTES;

    @SuppressWarnings("ArrayRecordComponent") // read by the hot loops, never shared
    private record Tile(long[] operands, float[] weights, float[] biases, long[] results) {}

    private final Tile[] fours;
    private final Tile[] eights;
    private final Tile[] rows;

    /**
     * Plans sums.
     *
     * @param sums of floats
     * @param offsets of columns
     * @param spare column for the results of rows that a tile does not need
     */
    FloatSums(List<Instruction> sums, IntToLongFunction offsets, long spare) {
        int most = sums.stream().mapToInt(sum -> sum.operands().size()).max().orElse(0);
        int height = most > MANY ? 8 : 4;
        List<Tile> together = new ArrayList<>();
        List<Tile> alone = new ArrayList<>();
        for (int i = 0; i < sums.size(); i += height) {
            List<Instruction> some = sums.subList(i, Math.min(sums.size(), i + height));
            Tile tile = tile(some, height, offsets, spare);
            long products = some.stream().mapToLong(sum -> sum.operands().size()).sum();
            if (products >= DENSE * tile.weights().length) {
                together.add(tile);
            } else {
                some.forEach(sum -> alone.add(tile(List.of(sum), 1, offsets, spare)));
            }
        }
        fours = height == 4 ? together.toArray(Tile[]::new) : new Tile[0];
        eights = height == 8 ? together.toArray(Tile[]::new) : new Tile[0];
        rows = alone.toArray(Tile[]::new);
    }

    private static Tile tile(
            List<Instruction> sums, int rows, IntToLongFunction offsets, long spare) {
        List<Integer> operands =
                sums.stream().flatMap(sum -> sum.operands().stream()).distinct().toList();
        float[] weights = new float[operands.size() * rows];
        float[] biases = new float[rows];
        long[] results = new long[rows];
        Arrays.fill(results, spare);
        for (int row = 0; row < sums.size(); row++) {
            Instruction.Weights constants = (Instruction.Weights) sums.get(row).constants();
            biases[row] = constants.bias();
            results[row] = offsets.applyAsLong(sums.get(row).result());
            for (int term = 0; term < constants.coefficients().size(); term++) {
                int operand = operands.indexOf(sums.get(row).operands().get(term));
                weights[operand * rows + row] = constants.coefficients().get(term);
            }
        }
        long[] columns = operands.stream().mapToLong(offsets::applyAsLong).toArray();
        return new Tile(columns, weights, biases, results);
    }

    @Override
    public void run(MemorySegment memory, int blocks) {
        long column = blocks * BLOCK;
        if (fours.length > 0) {
            for (long c = 0; c < column; c += 4 * VECTOR) {
                fours(memory, fours, c);
            }
        }
        if (eights.length > 0) {
            for (long c = 0; c < column; c += 2 * VECTOR) {
                eights(memory, eights, c);
            }
        }
        for (Tile row : rows) {
            long c = 0;
            for (; c + 8 * VECTOR <= column; c += 8 * VECTOR) {
                eight(memory, row, c);
            }
            for (; c < column; c += 4 * VECTOR) {
                four(memory, row, c);
            }
        }
    }

    private static void fours(MemorySegment memory, Tile[] tiles, long c) {
        for (Tile tile : tiles) {
            float[] weights = tile.weights();
            float[] biases = tile.biases();
            long[] results = tile.results();
            FloatVector a0 = FloatVector.broadcast(SPECIES, biases[0]);
            FloatVector a1 = a0;
            FloatVector a2 = a0;
            FloatVector a3 = a0;
            FloatVector b0 = FloatVector.broadcast(SPECIES, biases[1]);
            FloatVector b1 = b0;
            FloatVector b2 = b0;
            FloatVector b3 = b0;
            FloatVector d0 = FloatVector.broadcast(SPECIES, biases[2]);
            FloatVector d1 = d0;
            FloatVector d2 = d0;
            FloatVector d3 = d0;
            FloatVector e0 = FloatVector.broadcast(SPECIES, biases[3]);
            FloatVector e1 = e0;
            FloatVector e2 = e0;
            FloatVector e3 = e0;
            int at = 0;
            for (long operand : tile.operands()) {
                long o = operand + c;
                FloatVector x0 = FloatVector.fromMemorySegment(SPECIES, memory, o, ORDER);
                FloatVector x1 = FloatVector.fromMemorySegment(SPECIES, memory, o + VECTOR, ORDER);
                o += 2 * VECTOR;
                FloatVector x2 = FloatVector.fromMemorySegment(SPECIES, memory, o, ORDER);
                FloatVector x3 = FloatVector.fromMemorySegment(SPECIES, memory, o + VECTOR, ORDER);
                FloatVector w = FloatVector.broadcast(SPECIES, weights[at]);
                a0 = x0.fma(w, a0);
                a1 = x1.fma(w, a1);
                a2 = x2.fma(w, a2);
                a3 = x3.fma(w, a3);
                w = FloatVector.broadcast(SPECIES, weights[at + 1]);
                b0 = x0.fma(w, b0);
                b1 = x1.fma(w, b1);
                b2 = x2.fma(w, b2);
                b3 = x3.fma(w, b3);
                w = FloatVector.broadcast(SPECIES, weights[at + 2]);
                d0 = x0.fma(w, d0);
                d1 = x1.fma(w, d1);
                d2 = x2.fma(w, d2);
                d3 = x3.fma(w, d3);
                w = FloatVector.broadcast(SPECIES, weights[at + 3]);
                e0 = x0.fma(w, e0);
                e1 = x1.fma(w, e1);
                e2 = x2.fma(w, e2);
                e3 = x3.fma(w, e3);
                at += 4;
            }
            long to = results[0] + c;
            a0.intoMemorySegment(memory, to, ORDER);
            a1.intoMemorySegment(memory, to + VECTOR, ORDER);
            a2.intoMemorySegment(memory, to + 2 * VECTOR, ORDER);
            a3.intoMemorySegment(memory, to + 3 * VECTOR, ORDER);
            to = results[1] + c;
            b0.intoMemorySegment(memory, to, ORDER);
            b1.intoMemorySegment(memory, to + VECTOR, ORDER);
            b2.intoMemorySegment(memory, to + 2 * VECTOR, ORDER);
            b3.intoMemorySegment(memory, to + 3 * VECTOR, ORDER);
            to = results[2] + c;
            d0.intoMemorySegment(memory, to, ORDER);
            d1.intoMemorySegment(memory, to + VECTOR, ORDER);
            d2.intoMemorySegment(memory, to + 2 * VECTOR, ORDER);
            d3.intoMemorySegment(memory, to + 3 * VECTOR, ORDER);
            to = results[3] + c;
            e0.intoMemorySegment(memory, to, ORDER);
            e1.intoMemorySegment(memory, to + VECTOR, ORDER);
            e2.intoMemorySegment(memory, to + 2 * VECTOR, ORDER);
            e3.intoMemorySegment(memory, to + 3 * VECTOR, ORDER);
        }
    }

    private static void eights(MemorySegment memory, Tile[] tiles, long c) {
        for (Tile tile : tiles) {
            float[] weights = tile.weights();
            float[] biases = tile.biases();
            long[] results = tile.results();
            FloatVector a0 = FloatVector.broadcast(SPECIES, biases[0]);
            FloatVector a1 = a0;
            FloatVector b0 = FloatVector.broadcast(SPECIES, biases[1]);
            FloatVector b1 = b0;
            FloatVector d0 = FloatVector.broadcast(SPECIES, biases[2]);
            FloatVector d1 = d0;
            FloatVector e0 = FloatVector.broadcast(SPECIES, biases[3]);
            FloatVector e1 = e0;
            FloatVector f0 = FloatVector.broadcast(SPECIES, biases[4]);
            FloatVector f1 = f0;
            FloatVector g0 = FloatVector.broadcast(SPECIES, biases[5]);
            FloatVector g1 = g0;
            FloatVector h0 = FloatVector.broadcast(SPECIES, biases[6]);
            FloatVector h1 = h0;
            FloatVector i0 = FloatVector.broadcast(SPECIES, biases[7]);
            FloatVector i1 = i0;
            int at = 0;
            for (long operand : tile.operands()) {
                long from = operand + c;
                FloatVector x = FloatVector.fromMemorySegment(SPECIES, memory, from, ORDER);
                FloatVector y =
                        FloatVector.fromMemorySegment(SPECIES, memory, from + VECTOR, ORDER);
                FloatVector w = FloatVector.broadcast(SPECIES, weights[at]);
                a0 = x.fma(w, a0);
                a1 = y.fma(w, a1);
                w = FloatVector.broadcast(SPECIES, weights[at + 1]);
                b0 = x.fma(w, b0);
                b1 = y.fma(w, b1);
                w = FloatVector.broadcast(SPECIES, weights[at + 2]);
                d0 = x.fma(w, d0);
                d1 = y.fma(w, d1);
                w = FloatVector.broadcast(SPECIES, weights[at + 3]);
                e0 = x.fma(w, e0);
                e1 = y.fma(w, e1);
                w = FloatVector.broadcast(SPECIES, weights[at + 4]);
                f0 = x.fma(w, f0);
                f1 = y.fma(w, f1);
                w = FloatVector.broadcast(SPECIES, weights[at + 5]);
                g0 = x.fma(w, g0);
                g1 = y.fma(w, g1);
                w = FloatVector.broadcast(SPECIES, weights[at + 6]);
                h0 = x.fma(w, h0);
                h1 = y.fma(w, h1);
                w = FloatVector.broadcast(SPECIES, weights[at + 7]);
                i0 = x.fma(w, i0);
                i1 = y.fma(w, i1);
                at += 8;
            }
            a0.intoMemorySegment(memory, results[0] + c, ORDER);
            a1.intoMemorySegment(memory, results[0] + c + VECTOR, ORDER);
            b0.intoMemorySegment(memory, results[1] + c, ORDER);
            b1.intoMemorySegment(memory, results[1] + c + VECTOR, ORDER);
            d0.intoMemorySegment(memory, results[2] + c, ORDER);
            d1.intoMemorySegment(memory, results[2] + c + VECTOR, ORDER);
            e0.intoMemorySegment(memory, results[3] + c, ORDER);
            e1.intoMemorySegment(memory, results[3] + c + VECTOR, ORDER);
            f0.intoMemorySegment(memory, results[4] + c, ORDER);
            f1.intoMemorySegment(memory, results[4] + c + VECTOR, ORDER);
            g0.intoMemorySegment(memory, results[5] + c, ORDER);
            g1.intoMemorySegment(memory, results[5] + c + VECTOR, ORDER);
            h0.intoMemorySegment(memory, results[6] + c, ORDER);
            h1.intoMemorySegment(memory, results[6] + c + VECTOR, ORDER);
            i0.intoMemorySegment(memory, results[7] + c, ORDER);
            i1.intoMemorySegment(memory, results[7] + c + VECTOR, ORDER);
        }
    }

    private static void four(MemorySegment memory, Tile row, long c) {
        long[] operands = row.operands();
        float[] weights = row.weights();
        FloatVector a0 = FloatVector.broadcast(SPECIES, row.biases()[0]);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        for (int term = 0; term < operands.length; term++) {
            long x = operands[term] + c;
            FloatVector w = FloatVector.broadcast(SPECIES, weights[term]);
            a0 = FloatVector.fromMemorySegment(SPECIES, memory, x, ORDER).fma(w, a0);
            a1 = FloatVector.fromMemorySegment(SPECIES, memory, x + VECTOR, ORDER).fma(w, a1);
            a2 = FloatVector.fromMemorySegment(SPECIES, memory, x + 2 * VECTOR, ORDER).fma(w, a2);
            a3 = FloatVector.fromMemorySegment(SPECIES, memory, x + 3 * VECTOR, ORDER).fma(w, a3);
        }
        long to = row.results()[0] + c;
        a0.intoMemorySegment(memory, to, ORDER);
        a1.intoMemorySegment(memory, to + VECTOR, ORDER);
        a2.intoMemorySegment(memory, to + 2 * VECTOR, ORDER);
        a3.intoMemorySegment(memory, to + 3 * VECTOR, ORDER);
    }

    private static void eight(MemorySegment memory, Tile row, long c) {
        long[] operands = row.operands();
        float[] weights = row.weights();
        FloatVector a0 = FloatVector.broadcast(SPECIES, row.biases()[0]);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector b3 = a0;
        for (int term = 0; term < operands.length; term++) {
            long x = operands[term] + c;
            FloatVector w = FloatVector.broadcast(SPECIES, weights[term]);
            a0 = FloatVector.fromMemorySegment(SPECIES, memory, x, ORDER).fma(w, a0);
            a1 = FloatVector.fromMemorySegment(SPECIES, memory, x + VECTOR, ORDER).fma(w, a1);
            a2 = FloatVector.fromMemorySegment(SPECIES, memory, x + 2 * VECTOR, ORDER).fma(w, a2);
            a3 = FloatVector.fromMemorySegment(SPECIES, memory, x + 3 * VECTOR, ORDER).fma(w, a3);
            b0 = FloatVector.fromMemorySegment(SPECIES, memory, x + 4 * VECTOR, ORDER).fma(w, b0);
            b1 = FloatVector.fromMemorySegment(SPECIES, memory, x + 5 * VECTOR, ORDER).fma(w, b1);
            b2 = FloatVector.fromMemorySegment(SPECIES, memory, x + 6 * VECTOR, ORDER).fma(w, b2);
            b3 = FloatVector.fromMemorySegment(SPECIES, memory, x + 7 * VECTOR, ORDER).fma(w, b3);
        }
        long to = row.results()[0] + c;
        a0.intoMemorySegment(memory, to, ORDER);
        a1.intoMemorySegment(memory, to + VECTOR, ORDER);
        a2.intoMemorySegment(memory, to + 2 * VECTOR, ORDER);
        a3.intoMemorySegment(memory, to + 3 * VECTOR, ORDER);
        b0.intoMemorySegment(memory, to + 4 * VECTOR, ORDER);
        b1.intoMemorySegment(memory, to + 5 * VECTOR, ORDER);
        b2.intoMemorySegment(memory, to + 6 * VECTOR, ORDER);
        b3.intoMemorySegment(memory, to + 7 * VECTOR, ORDER);
    }
}

package org.l1ring.kernel;

import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * One run of instructions of a family and lane as flat tables for its loop.
 *
 * <p>An item is {@code [result, operands, operand...]} in {@code ints}, with columns as byte
 * offsets, and in {@code longs}: LINEAR {@code [bias, coefficient...]}, FIT the words of {@link
 * Fit}, ROUNDED {@code [rounded, add, shift, bias, coefficient...]}; the items of CAST and TABLE
 * index {@code casts} and {@code tables}, in 16-bit lanes {@code narrowTables}, by their number.
 */
@SuppressWarnings("ArrayRecordComponent") // read by the hot loops, never shared
record Program(
        Family family,
        Lane lane,
        int items,
        int[] ints,
        long[] longs,
        Instruction.Casting[] casts,
        long[][] tables,
        short[][] narrowTables) {

    static Program of(List<Instruction> stage, IntToLongFunction offsets, TableEntries entries) {
        Instruction first = stage.get(0);
        int ints = 0;
        int longs = 0;
        for (Instruction instruction : stage) {
            ints += 2 + instruction.operands().size();
            longs +=
                    switch (instruction.constants()) {
                        case Instruction.Weights w -> 1 + w.coefficients().size();
                        case Instruction.RoundedWeights r -> 4 + r.weights().coefficients().size();
                        case Instruction.Fitting _ -> Fit.WORDS;
                        case Instruction.None _, Instruction.Casting _, Instruction.Lookup _ -> 0;
                        case Instruction.Rounded _ -> throw straight();
                    };
        }
        Program program =
                new Program(
                        first.family(),
                        first.lane(),
                        stage.size(),
                        new int[ints],
                        new long[longs],
                        new Instruction.Casting[stage.size()],
                        new long[stage.size()][],
                        new short[stage.size()][]);
        program.fill(stage, offsets, entries);
        return program;
    }

    private void fill(List<Instruction> stage, IntToLongFunction offsets, TableEntries entries) {
        int at = 0;
        int word = 0;
        for (int item = 0; item < stage.size(); item++) {
            Instruction instruction = stage.get(item);
            ints[at++] = Math.toIntExact(offsets.applyAsLong(instruction.result()));
            ints[at++] = instruction.operands().size();
            for (int operand : instruction.operands()) {
                ints[at++] = Math.toIntExact(offsets.applyAsLong(operand));
            }
            switch (instruction.constants()) {
                case Instruction.Weights weights -> word = write(weights, word);
                case Instruction.RoundedWeights sum -> {
                    longs[word++] = sum.rounded();
                    longs[word++] = sum.add();
                    longs[word++] = sum.shift();
                    word = write(sum.weights(), word);
                }
                case Instruction.Fitting fitting -> {
                    fitting.fit().write(longs, word);
                    word += Fit.WORDS;
                }
                case Instruction.Casting casting -> casts[item] = casting;
                case Instruction.Lookup lookup -> {
                    if (lane == Lane.I16) {
                        narrowTables[item] = entries.narrow(lookup.contents());
                    } else {
                        tables[item] = entries.wide(lookup.contents());
                    }
                }
                case Instruction.None _ -> {}
                case Instruction.Rounded _ -> throw straight();
            }
        }
    }

    private static IllegalStateException straight() {
        return new IllegalStateException("a sum of straight-line code in a loop");
    }

    private int write(Instruction.Weights weights, int at) {
        int word = at;
        longs[word++] = weights.bias();
        for (long coefficient : weights.coefficients()) {
            longs[word++] = coefficient;
        }
        return word;
    }
}

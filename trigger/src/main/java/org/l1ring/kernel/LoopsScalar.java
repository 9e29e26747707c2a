package org.l1ring.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The loops one value at a time: fallback of {@link LoopsVector} and its oracle. */
class LoopsScalar implements Loops {
    private final Lane lane;

    LoopsScalar(Lane lane) {
        this.lane = lane;
    }

    @Override
    public void linear(MemorySegment memory, Program program, int blocks) {
        int[] ints = program.ints();
        long[] longs = program.longs();
        int at = 0;
        int word = 0;
        for (int item = 0; item < program.items(); item++) {
            int terms = ints[at + 1];
            for (int k = 0; k < blocks * Lane.BLOCK; k++) {
                long sum = longs[word];
                for (int term = 0; term < terms; term++) {
                    sum += longs[word + 1 + term] * lane.get(memory, ints[at + 2 + term], k);
                }
                lane.set(memory, ints[at], k, sum);
            }
            at += 2 + terms;
            word += 1 + terms;
        }
    }

    @Override
    public void rounded(MemorySegment memory, Program program, int blocks) {
        int[] ints = program.ints();
        long[] longs = program.longs();
        int at = 0;
        int word = 0;
        for (int item = 0; item < program.items(); item++) {
            int terms = ints[at + 1];
            long rounded = longs[word];
            long add = longs[word + 1];
            long shift = longs[word + 2];
            word += 3;
            for (int k = 0; k < blocks * Lane.BLOCK; k++) {
                long sum = longs[word];
                for (int term = 0; term < terms; term++) {
                    long product =
                            longs[word + 1 + term] * lane.get(memory, ints[at + 2 + term], k);
                    sum += term < rounded ? lane.wrap(product + add) >> shift : product;
                }
                lane.set(memory, ints[at], k, sum);
            }
            at += 2 + terms;
            word += 1 + terms;
        }
    }

    @Override
    public void fit(MemorySegment memory, Program program, int blocks) {
        int[] ints = program.ints();
        for (int item = 0; item < program.items(); item++) {
            Fit fit = Fit.read(program.longs(), item * Fit.WORDS);
            for (int k = 0; k < blocks * Lane.BLOCK; k++) {
                long x = lane.get(memory, ints[3 * item + 2], k);
                lane.set(memory, ints[3 * item], k, fit.apply(lane, x));
            }
        }
    }

    @Override
    public void multiply(MemorySegment memory, Program program, int blocks) {
        binary(memory, program, blocks, (left, right) -> left * right);
    }

    @Override
    public void select(MemorySegment memory, Program program, int blocks) {
        int[] ints = program.ints();
        for (int at = 0; at < ints.length; at += 5) {
            for (int k = 0; k < blocks * Lane.BLOCK; k++) {
                boolean chosen = lane.get(memory, ints[at + 2], k) != 0;
                lane.set(
                        memory,
                        ints[at],
                        k,
                        lane.get(memory, chosen ? ints[at + 3] : ints[at + 4], k));
            }
        }
    }

    @Override
    public void compare(MemorySegment memory, Program program, int blocks) {
        binary(
                memory,
                program,
                blocks,
                switch (program.family()) {
                    case LESS -> (left, right) -> left < right ? 1 : 0;
                    case LESS_OR_EQUAL -> (left, right) -> left <= right ? 1 : 0;
                    default -> (left, right) -> left == right ? 1 : 0;
                });
    }

    @Override
    public void combine(MemorySegment memory, Program program, int blocks) {
        binary(
                memory,
                program,
                blocks,
                switch (program.family()) {
                    case AND -> (left, right) -> left & right;
                    case OR -> (left, right) -> left | right;
                    case XOR -> (left, right) -> left ^ right;
                    case MINIMUM -> Math::min;
                    default -> Math::max;
                });
    }

    private interface Binary {
        long apply(long left, long right);
    }

    private void binary(MemorySegment memory, Program program, int blocks, Binary operation) {
        int[] ints = program.ints();
        for (int at = 0; at < ints.length; at += 4) {
            for (int k = 0; k < blocks * Lane.BLOCK; k++) {
                long left = lane.get(memory, ints[at + 2], k);
                long right = lane.get(memory, ints[at + 3], k);
                lane.set(memory, ints[at], k, operation.apply(left, right));
            }
        }
    }

    @Override
    public void absolute(MemorySegment memory, Program program, int blocks) {
        int[] ints = program.ints();
        for (int at = 0; at < ints.length; at += 3) {
            for (int k = 0; k < blocks * Lane.BLOCK; k++) {
                lane.set(memory, ints[at], k, Math.abs(lane.get(memory, ints[at + 2], k)));
            }
        }
    }

    @Override
    public void widen(MemorySegment memory, Program program, int blocks) {
        convert(memory, program, blocks, Lane.INTEGERS.get(lane.ordinal() - 1));
    }

    @Override
    public void narrow(MemorySegment memory, Program program, int blocks) {
        convert(memory, program, blocks, Lane.INTEGERS.get(lane.ordinal() + 1));
    }

    private void convert(MemorySegment memory, Program program, int blocks, Lane from) {
        int[] ints = program.ints();
        for (int at = 0; at < ints.length; at += 3) {
            for (int k = 0; k < blocks * Lane.BLOCK; k++) {
                lane.set(memory, ints[at], k, from.get(memory, ints[at + 2], k));
            }
        }
    }

    @Override
    public void table(MemorySegment memory, Program program, int blocks) {
        int[] ints = program.ints();
        if (lane == Lane.I16) {
            for (int item = 0; item < program.items(); item++) {
                lookUp(
                        memory,
                        program.narrowTables()[item],
                        ints[3 * item + 2],
                        ints[3 * item],
                        blocks);
            }
            return;
        }
        for (int item = 0; item < program.items(); item++) {
            long[] entries = program.tables()[item];
            for (int k = 0; k < blocks * Lane.BLOCK; k++) {
                // Unused crossings of a partial block may hold anything.
                int index = (int) lane.get(memory, ints[3 * item + 2], k);
                long entry =
                        Integer.compareUnsigned(index, entries.length) < 0 ? entries[index] : 0;
                lane.set(memory, ints[3 * item], k, entry);
            }
        }
    }

    /** A load, a mask, a load and a store: unused crossings may hold any index. */
    private static void lookUp(
            MemorySegment memory, short[] entries, long from, long to, int blocks) {
        int count = blocks * Lane.BLOCK;
        for (int k = 0; k < count; k++) {
            int index = memory.get(ValueLayout.JAVA_SHORT, from + 2L * k);
            memory.set(ValueLayout.JAVA_SHORT, to + 2L * k, entries[index & (entries.length - 1)]);
        }
    }

    @Override
    public void cast(MemorySegment memory, Program program, int blocks) {
        int[] ints = program.ints();
        for (int item = 0; item < program.items(); item++) {
            Instruction.Casting casting = program.casts()[item];
            for (int k = 0; k < blocks * Lane.BLOCK; k++) {
                long x = lane.get(memory, ints[3 * item + 2], k);
                lane.set(memory, ints[3 * item], k, casting.type().cast(x, casting.drop()));
            }
        }
    }
}

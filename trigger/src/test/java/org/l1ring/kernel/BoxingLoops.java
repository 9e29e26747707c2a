package org.l1ring.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** Loops as they must not be: what {@link HotLoopLog} and the count of bytes have to find. */
final class BoxingLoops {
    private static final VectorSpecies<Integer> FIXED = IntVector.SPECIES_128;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final long END = 1024;

    /** A vector outside the loop that made it. */
    private static IntVector last = IntVector.zero(FIXED);

    private BoxingLoops() {}

    /** Keeps a vector in a field: inlined throughout, and a box for each round. */
    static final class Kept implements Step {
        @Override
        public void run(MemorySegment memory, int blocks) {
            for (long at = 0; at < END; at += FIXED.vectorByteSize()) {
                last = IntVector.fromMemorySegment(FIXED, memory, at, ORDER).add(last);
            }
        }
    }

    /** Leaves vectors to a helper that the compiler does not inline to its end. */
    static final class Helped implements Step {
        @Override
        public void run(MemorySegment memory, int blocks) {
            for (long at = 0; at < END; at += FIXED.vectorByteSize()) {
                IntVector v = IntVector.fromMemorySegment(FIXED, memory, at, ORDER);
                add(v, 9).intoMemorySegment(memory, at, ORDER);
            }
        }
    }

    /** Has a species that the compiler does not know, so that nothing becomes an instruction. */
    static final class Unknown implements Step {
        private final VectorSpecies<Integer> species;

        Unknown(VectorSpecies<Integer> species) {
            this.species = species;
        }

        @Override
        public void run(MemorySegment memory, int blocks) {
            for (long at = 0; at < END; at += species.vectorByteSize()) {
                IntVector.fromMemorySegment(species, memory, at, ORDER)
                        .add(blocks)
                        .intoMemorySegment(memory, at, ORDER);
            }
        }
    }

    /** Adds 1 + 2 + ... + times. */
    private static IntVector add(IntVector v, int times) {
        return times == 0 ? v : add(v.add(times), times - 1);
    }
}

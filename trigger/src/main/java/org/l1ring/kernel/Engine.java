package org.l1ring.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/** How a {@link BlockKernel} runs its loops. */
public enum Engine {
    /** One value at a time. */
    SCALAR,
    /** Vectors of crossings, in a few loops that serve every circuit. */
    LOOPS,
    /** Vectors of crossings, in straight-line code for the circuit; in loops if it is too large. */
    VECTOR;

    private static final class Scalars {
        static final Loops[] LOOPS = {
            new LoopsScalar(Lane.I16), new LoopsScalar(Lane.I32), new LoopsScalar(Lane.I64)
        };
    }

    private static final class Vectors {
        static final Loops[] LOOPS = {
            vectors(Lane.I16, ShortVector.SPECIES_PREFERRED),
            vectors(Lane.I32, IntVector.SPECIES_PREFERRED),
            vectors(Lane.I64, LongVector.SPECIES_PREFERRED)
        };
    }

    Loops loops(Lane lane) {
        return (this == SCALAR ? Scalars.LOOPS : Vectors.LOOPS)[lane.ordinal()];
    }

    /** A hidden copy of {@link LoopsVector} with the species as its constant. */
    private static Loops vectors(Lane lane, VectorSpecies<?> species) {
        try (InputStream in = Engine.class.getResourceAsStream("LoopsVector.class")) {
            return (Loops)
                    MethodHandles.lookup()
                            .defineHiddenClassWithClassData(in.readAllBytes(), species, true)
                            .lookupClass()
                            .getDeclaredConstructor(Lane.class)
                            .newInstance(lane);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the loops for " + lane + " cannot be defined", e);
        }
    }
}

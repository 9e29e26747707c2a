package org.l1ring.rtl;

import java.util.SortedMap;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CrossingWindow;

/** Hardware that takes rows of inputs and gives their outputs a fixed number of cycles later. */
public sealed interface Clocked permits Pipeline, SequentialPipeline, BufferedPipeline {

    /** A circuit with its columns: inputs, outputs and their ranges. */
    Circuit circuit();

    /** Which crossings its columns are of. */
    CrossingWindow window();

    /** Clock edges from a row of inputs to its outputs. */
    int latencyCycles();

    /** Clock cycles between rows. */
    int initiationInterval();

    /**
     * The modules' texts by file name: the top module's is the module's name and {@code .v}.
     *
     * @param digest of the circuit as lowered, for the headers
     * @throws IllegalArgumentException when a step does not fit the type of its output
     */
    SortedMap<String, String> files(String digest);
}

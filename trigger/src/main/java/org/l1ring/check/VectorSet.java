package org.l1ring.check;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Files of one set of inputs and answers.
 *
 * @param name of the set
 * @param inputs table of inputs, followed by the outputs in the same file when {@code joined}
 * @param outputs table of outputs; without it and not joined, engines are held against each other
 * @param layers table of intermediate values of the first rows
 * @param joined whether the outputs follow the inputs in each row
 */
public record VectorSet(
        String name, Path inputs, Optional<Path> outputs, Optional<Path> layers, boolean joined) {

    /**
     * Inputs and outputs in one file.
     *
     * @param file whose name {@code vectors_T} gives the set the name T
     * @param layers intermediate values of the first rows
     */
    public static VectorSet joined(Path file, Optional<Path> layers) {
        return new VectorSet(tag(file, "vectors_"), file, Optional.empty(), layers, true);
    }

    /**
     * Inputs and outputs in two files.
     *
     * @param inputs whose name {@code inputs_T} gives the set the name T
     * @param outputs answers, if any
     * @param layers intermediate values of the first rows
     */
    public static VectorSet separate(Path inputs, Optional<Path> outputs, Optional<Path> layers) {
        return new VectorSet(tag(inputs, "inputs_"), inputs, outputs, layers, false);
    }

    /** The name of a file without {@code prefix} and extensions. */
    static String tag(Path file, String prefix) {
        String name = file.getFileName().toString().replaceFirst("\\.gz$", "");
        String stem = name.replaceFirst("\\.(csv|npy)$", "");
        return stem.startsWith(prefix) ? stem.substring(prefix.length()) : stem;
    }
}

package org.l1ring.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;

/**
 * Which model decides, and how.
 *
 * @param file model file, or null for the built-in one
 * @param score output column that is the score; empty chooses it
 * @param threshold raw threshold, or null for the model's or a calibrated one
 * @param rateKhz accept rate to calibrate for, or null
 */
public record ModelSelection(Path file, String score, Long threshold, Double rateKhz) {
    /** What stands for the built-in model where a file could. */
    public static final String BUILT_IN = "built-in";

    private static final String BUILT_IN_FILE = "built-in-autoencoder.json";

    /** Checks the rate. */
    public ModelSelection {
        if (rateKhz != null && !(rateKhz > 0 && rateKhz < 1e5)) {
            throw new IllegalArgumentException("accept rate: expected kHz above 0, got " + rateKhz);
        }
    }

    /**
     * Reads the model.
     *
     * @throws org.l1ring.model.ModelException when it is absent or broken
     */
    public Model read() {
        return file == null ? builtIn() : ModelReader.read(file);
    }

    /** The anomaly autoencoder that is part of the program. */
    public static Model builtIn() {
        try (InputStream in = ModelSelection.class.getResourceAsStream(BUILT_IN_FILE)) {
            return ModelReader.read(in, BUILT_IN_FILE);
        } catch (IOException e) {
            throw new IllegalStateException("the built-in model cannot be read", e);
        }
    }
}

package org.l1ring.hls;

import java.util.Locale;

/** The script that Vitis HLS runs on a project. */
public final class VitisScript {
    private VitisScript() {}

    /**
     * A Tcl script: C simulation, synthesis, co-simulation and export, each of which an argument
     * turns off. No tool that runs it is among ours, so it is unverified.
     *
     * @param name of the model or circuit
     * @param part the device, for example {@code xcvu13p-flga2577-2-e}
     * @param clockMhz target clock, above 0
     * @return the text of {@code vitis_hls.tcl}
     * @throws IllegalArgumentException if the clock or the part cannot be one
     */
    public static String text(String name, String part, double clockMhz) {
        if (!(clockMhz > 0) || !Double.isFinite(clockMhz)) {
            throw new IllegalArgumentException(
                    "clock: expected a frequency above 0 MHz, got " + clockMhz);
        }
        if (!part.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException(
                    "part: expected letters, digits, _ and -, got \"" + part + "\"");
        }
        return Texts.resource("vitis_hls.tcl")
                .replace("@TOP@", Names.top(name))
                .replace("@PART@", part)
                .replace("@PERIOD@", String.format(Locale.ROOT, "%.3f", 1000 / clockMhz));
    }
}

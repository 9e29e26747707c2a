package org.l1ring.feed.physics;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A process that the feed can inject on top of pile-up. */
public enum Signal {
    /** No signal: zero bias alone. */
    NONE("none", 0),
    /** Top pairs, each top to b W, W to quarks or leptons. */
    TTBAR("ttbar", 1),
    /** A Higgs boson to two light pseudoscalars of 15 to 60 GeV, each to two b quarks. */
    H_AA_4B("h-aa-4b", 2),
    /** A Z boson to two muons. */
    Z_MUMU("z-mumu", 3),
    /** A Higgs boson from vector boson fusion with two tag jets, to b quarks or taus. */
    VBF_H("vbf-h", 4),
    /** A soft unclustered energy pattern: 50 to 300 soft isotropic particles. */
    SUEP("suep", 5),
    /** A black-hole-like isotropic event of five to twelve hard objects above 2 TeV. */
    BLACK_HOLE("black-hole", 6);

    private final String fieldName;
    private final int number;

    Signal(String fieldName, int number) {
        this.fieldName = fieldName;
        this.number = number;
    }

    /**
     * The name in options and reports.
     *
     * @return lower case with hyphens, such as {@code h-aa-4b}
     */
    public String fieldName() {
        return fieldName;
    }

    /**
     * The number in bits 8 to 11 of the frame's flags.
     *
     * @return 0 for none, else 1 to 15
     */
    public int number() {
        return number;
    }

    /**
     * The signal of a name.
     *
     * @param name as {@link #fieldName()} gives it
     * @return the signal
     * @throws IllegalArgumentException when no signal bears the name
     */
    public static Signal named(String name) {
        for (Signal signal : values()) {
            if (signal.fieldName.equals(name)) {
                return signal;
            }
        }
        String known =
                Arrays.stream(values()).map(Signal::fieldName).collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                "signal: expected one of " + known + ", got \"" + name + "\"; choose one of them");
    }

    /**
     * The signal of a number.
     *
     * @param number bits 8 to 11 of the frame's flags
     * @return the signal
     * @throws IllegalArgumentException when no signal has the number
     */
    public static Signal numbered(int number) {
        for (Signal signal : values()) {
            if (signal.number == number) {
                return signal;
            }
        }
        throw new IllegalArgumentException(
                "signal number: expected 0 to "
                        + (values().length - 1)
                        + ", got "
                        + number
                        + "; the frame is of another version");
    }
}

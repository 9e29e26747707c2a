package org.l1ring.asic;

import java.util.Arrays;

/** What a design holds in its registers, by use. */
public enum UpsetClass {
    /** Registers before the first stage and behind each. */
    DATA("data", "data path"),
    /** The weights that stages read. */
    WEIGHTS("weights", "held weights"),
    /** The weights that I2C writes and a swap takes over. */
    BANK("bank", "shadow bank"),
    /** The I2C slave, the words of its map, the check. */
    I2C("i2c", "I2C"),
    /** BC0 and swap on their way through the stages, orbits, swaps. */
    COUNTERS("counters", "counters");

    private final String key;
    private final String words;

    UpsetClass(String key, String words) {
        this.key = key;
        this.words = words;
    }

    /** Its name in reports for programs. */
    public String key() {
        return key;
    }

    /** Its name in reports to read. */
    public String words() {
        return words;
    }

    static UpsetClass of(String key) {
        return Arrays.stream(values())
                .filter(one -> one.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no class of registers: " + key));
    }
}

package org.l1ring.power;

/** What of a design takes power. */
enum PowerGroup {
    /** Registers and logic that crossings pass. */
    DATA_PATH("data path", "dataPath"),
    /** Registers of the weights with their voters. */
    WEIGHTS("held weights", "heldWeights"),
    /** I2C, control, shadow bank, counts. */
    CONTROL("I2C, control", "control"),
    /** The clock's net and the clock pins of all flip-flops; a clock tree is not there. */
    CLOCK("clock", "clock");

    private final String text;
    private final String key;

    PowerGroup(String text, String key) {
        this.text = text;
        this.key = key;
    }

    /** The name in JSON. */
    String key() {
        return key;
    }

    /** The group of a cell by the path of the instance it is in. */
    static PowerGroup of(String path) {
        if (path.startsWith("weights_")) {
            return WEIGHTS;
        }
        return path.startsWith("data_") || path.startsWith("logic") ? DATA_PATH : CONTROL;
    }

    @Override
    public String toString() {
        return text;
    }
}

package org.l1ring.power;

/**
 * Cells and power of one group.
 *
 * @param cells of it
 * @param flipFlops among them
 * @param area in the library's unit
 * @param internalWatts within cells
 * @param switchingWatts of the nets that they drive
 * @param leakageWatts always
 */
record GroupPower(
        int cells,
        int flipFlops,
        double area,
        double internalWatts,
        double switchingWatts,
        double leakageWatts) {
    /** Nothing. */
    static final GroupPower NONE = new GroupPower(0, 0, 0, 0, 0, 0);

    /** Both together. */
    GroupPower plus(GroupPower other) {
        return new GroupPower(
                cells + other.cells,
                flipFlops + other.flipFlops,
                area + other.area,
                internalWatts + other.internalWatts,
                switchingWatts + other.switchingWatts,
                leakageWatts + other.leakageWatts);
    }

    /** All power. */
    double watts() {
        return internalWatts + switchingWatts + leakageWatts;
    }
}

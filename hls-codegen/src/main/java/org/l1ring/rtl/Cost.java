package org.l1ring.rtl;

/**
 * What logic takes of an UltraScale+ device.
 *
 * @param lookupTables LUTs of up to six inputs
 * @param carries CARRY4 cells, of four bits each
 * @param registers flip-flops
 * @param dspBlocks DSP48E2 blocks
 * @param blockRams block RAMs of 36 Kbit
 */
public record Cost(
        double lookupTables, double carries, long registers, int dspBlocks, double blockRams) {

    /** Nothing. */
    public static final Cost NONE = new Cost(0, 0, 0, 0, 0);

    /** Both. */
    public Cost plus(Cost other) {
        return new Cost(
                lookupTables + other.lookupTables,
                carries + other.carries,
                registers + other.registers,
                dspBlocks + other.dspBlocks,
                blockRams + other.blockRams);
    }
}

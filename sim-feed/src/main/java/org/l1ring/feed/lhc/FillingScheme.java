package org.l1ring.feed.lhc;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

/**
 * Which of an orbit's 3564 slots hold a bunch in either beam, and so which crossings collide.
 *
 * <p>At the interaction points 1 and 5 (ATLAS, CMS) slot k of beam 1 meets slot k of beam 2; at
 * point 2 (ALICE) it meets slot k + 891, at point 8 (LHCb) slot k + 2670, modulo 3564.
 */
public final class FillingScheme {
    /** Slots of one orbit, one every ten RF buckets of 400 MHz. */
    public static final int SLOTS = 3564;

    private static final int SHIFT_POINT_2 = 891;
    private static final int SHIFT_POINT_8 = 2670;

    /*
     * The 2760-bunch scheme 25ns_2760b_2748_2492_2574_288bpi_13inj_800ns_bs200ns, (first, length).
     * Source: LHC Programme Coordination, filling schemes; runs derived from the published table.
     */
    private static final String STANDARD_NAME =
            "25ns_2760b_2748_2492_2574_288bpi_13inj_800ns_bs200ns";
    private static final String STANDARD_TRAINS =
            "(69,12)(112,72)(191,72)(270,72)(349,72)(452,72)(531,72)(610,72)(689,72)(824,72)"
                    + "(903,72)(1006,72)(1085,72)(1164,72)(1243,72)(1346,72)(1425,72)(1504,72)"
                    + "(1583,72)(1718,72)(1797,72)(1900,72)(1979,72)(2058,72)(2137,72)(2240,72)"
                    + "(2319,72)(2398,72)(2477,72)(2612,72)(2691,72)(2794,72)(2873,72)(2952,72)"
                    + "(3031,72)(3134,72)(3213,72)(3292,72)(3371,72)";

    private final String name;
    private final BitSet beam1;
    private final BitSet beam2;
    private final boolean[] colliding = new boolean[SLOTS];
    private final int[] trainPosition = new int[SLOTS];
    private final int collisions;
    private final int trains;

    FillingScheme(String name, BitSet beam1, BitSet beam2) {
        this.name = Objects.requireNonNull(name, "name");
        this.beam1 = (BitSet) beam1.clone();
        this.beam2 = (BitSet) beam2.clone();
        if (beam1.length() > SLOTS || beam2.length() > SLOTS) {
            throw new IllegalArgumentException(
                    name
                            + ": expected slots 0 to 3563, got "
                            + (Math.max(beam1.length(), beam2.length()) - 1)
                            + "; an orbit has 3564 slots");
        }
        this.collisions = meetings(0);
        if (collisions == 0) {
            throw new IllegalArgumentException(
                    name
                            + ": expected slots filled in both beams, got none;"
                            + " fill at least one slot of beam1 and beam2 alike");
        }
        this.trains = findTrains();
    }

    /**
     * The embedded default: 2760 bunches a beam, 2748 collisions in CMS, in 38 trains of 72 and one
     * of 12.
     *
     * @return the scheme 25ns_2760b_2748_2492_2574_288bpi_13inj_800ns_bs200ns
     */
    public static FillingScheme standard() {
        return new FillingScheme(
                STANDARD_NAME,
                FillingSchemeReader.runs(STANDARD_NAME, "(26,12)" + STANDARD_TRAINS),
                FillingSchemeReader.runs(STANDARD_NAME, "(14,12)" + STANDARD_TRAINS));
    }

    /**
     * A scheme from what a user gives.
     *
     * @param specification {@code default}; run lengths {@code (first,length)(first,length)...} for
     *     both beams or {@code beam1;beam2}; or the path of a JSON file {@code {"beam1": [3564
     *     numbers 0 or 1], "beam2": [...]}} or of a CSV file of the LHC Programme Coordination
     *     (tables "HEAD ON COLLISIONS FOR B1" and "B2", or lines "B1 filled buckets"), gzip or not
     * @return the scheme, named after the file's own scheme name, the file, or the run lengths
     * @throws IllegalArgumentException when the text or the file is no scheme; the message says
     *     where, what was expected, what was found and how to mend it
     */
    public static FillingScheme parse(String specification) {
        return FillingSchemeReader.parse(specification);
    }

    /**
     * The scheme's name, where known in the LHC's own notation.
     *
     * @return a name without line breaks
     */
    public String name() {
        return name;
    }

    /**
     * Whether beam 1 has a bunch in a slot.
     *
     * @param bx bunch crossing, 0 to 3563
     * @return true when filled
     */
    public boolean beam1(int bx) {
        return beam1.get(bx);
    }

    /**
     * Whether beam 2 has a bunch in a slot.
     *
     * @param bx bunch crossing, 0 to 3563
     * @return true when filled
     */
    public boolean beam2(int bx) {
        return beam2.get(bx);
    }

    /**
     * Whether bunches meet at the interaction points 1 and 5 in a crossing.
     *
     * @param bx bunch crossing, 0 to 3563
     * @return true when both beams are filled
     */
    public boolean collides(int bx) {
        return colliding[bx];
    }

    /**
     * Colliding crossings an orbit at the points 1 and 5.
     *
     * @return 1 to 3564
     */
    public int collisions() {
        return collisions;
    }

    /**
     * Collisions an orbit at interaction point 2.
     *
     * @return 0 to 3564
     */
    public int collisionsAtPoint2() {
        return meetings(SHIFT_POINT_2);
    }

    /**
     * Collisions an orbit at interaction point 8.
     *
     * @return 0 to 3564
     */
    public int collisionsAtPoint8() {
        return meetings(SHIFT_POINT_8);
    }

    /**
     * Place of a crossing in its train, a train being colliding crossings without a hole.
     *
     * @param bx bunch crossing, 0 to 3563
     * @return 0 for a train's first crossing, then 1, 2 and so on; -1 where nothing collides
     */
    public int trainPosition(int bx) {
        return trainPosition[bx];
    }

    /**
     * Trains an orbit at the points 1 and 5.
     *
     * @return runs of colliding crossings without a hole, at least 1
     */
    public int trains() {
        return trains;
    }

    /**
     * First slot after the last bunch of either beam.
     *
     * @return first slot of the abort gap, 1 to 3564
     */
    public int abortGapStart() {
        return Math.max(beam1.length(), beam2.length());
    }

    /**
     * Empty slots from the last bunch of either beam to the orbit's end.
     *
     * @return 0 to 3563
     */
    public int abortGapLength() {
        return SLOTS - abortGapStart();
    }

    /**
     * The scheme as run lengths, which {@link #parse} reads back.
     *
     * @return {@code (first,length)...}, with a semicolon between the beams where they differ
     */
    public String runLengths() {
        String first = runs(beam1);
        String second = runs(beam2);
        return first.equals(second) ? first : first + ";" + second;
    }

    private static String runs(BitSet beam) {
        StringBuilder text = new StringBuilder();
        for (int start = beam.nextSetBit(0); start >= 0; ) {
            int end = beam.nextClearBit(start);
            text.append('(').append(start).append(',').append(end - start).append(')');
            start = beam.nextSetBit(end);
        }
        return text.toString();
    }

    private int meetings(int shift) {
        int count = 0;
        for (int slot = beam1.nextSetBit(0); slot >= 0; slot = beam1.nextSetBit(slot + 1)) {
            count += beam2.get((slot + shift) % SLOTS) ? 1 : 0;
        }
        return count;
    }

    private int findTrains() {
        Arrays.fill(trainPosition, -1);
        int found = 0;
        for (int bx = 0; bx < SLOTS; bx++) {
            colliding[bx] = beam1.get(bx) && beam2.get(bx);
            if (colliding[bx]) {
                trainPosition[bx] = bx > 0 && colliding[bx - 1] ? trainPosition[bx - 1] + 1 : 0;
                found += trainPosition[bx] == 0 ? 1 : 0;
            }
        }
        return found;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FillingScheme scheme
                && beam1.equals(scheme.beam1)
                && beam2.equals(scheme.beam2);
    }

    @Override
    public int hashCode() {
        return 31 * beam1.hashCode() + beam2.hashCode();
    }

    @Override
    public String toString() {
        return name + " (" + collisions + " collisions)";
    }
}

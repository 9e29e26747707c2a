package org.l1ring.feed.physics;

import java.util.Arrays;

/**
 * Level-1 objects of one crossing as the Global Trigger receives them: up to eight muons, twelve
 * e/&gamma;, taus and jets sorted in falling pT, and the energy sums. One instance is filled again
 * and again, so that a stream of crossings allocates nothing.
 */
public final class Level1Objects {
    /** Muons of a crossing. */
    public static final int MUONS = 8;

    /** e/&gamma;, taus or jets of a crossing, each. */
    public static final int CALORIMETER_OBJECTS = 12;

    /** The kinds of object that come as lists. */
    public enum Kind {
        /** 64-bit muon words. */
        MUON(MUONS),
        /** 32-bit e/&gamma; words. */
        EGAMMA(CALORIMETER_OBJECTS),
        /** 32-bit &tau; words. */
        TAU(CALORIMETER_OBJECTS),
        /** 32-bit jet words. */
        JET(CALORIMETER_OBJECTS);

        private final int capacity;

        Kind(int capacity) {
            this.capacity = capacity;
        }

        /**
         * Objects of the kind in a crossing.
         *
         * @return 8 or 12
         */
        public int capacity() {
            return capacity;
        }
    }

    /** The energy sums; magnitudes count half GeV in 12 bits, directions 2 pi / 144. */
    public enum Sum {
        /** Total transverse energy. */
        ETT,
        /** Its electromagnetic part. */
        ETTEM,
        /** Scalar sum of jets above 30 GeV within |eta| 2.5. */
        HTT,
        /** Calorimeter towers hit, 13 bits. */
        TOWER_COUNT,
        /** Missing transverse energy without the forward calorimeter. */
        ETM,
        /** Its direction. */
        ETM_PHI,
        /** Missing HT of the jets in HTT. */
        HTM,
        /** Its direction. */
        HTM_PHI,
        /** Missing transverse energy with the forward calorimeter. */
        ETMHF,
        /** Its direction. */
        ETMHF_PHI,
        /** Missing HT with forward jets. */
        HTMHF,
        /** Its direction. */
        HTMHF_PHI
    }

    /** A list in falling pT that keeps only as many objects as the Global Trigger takes. */
    static final class Ranking {
        final long[] words;
        final int[] pt;
        int size;

        Ranking(int capacity) {
            words = new long[capacity];
            pt = new int[capacity];
        }

        void clear() {
            Arrays.fill(words, 0, size, 0);
            size = 0;
        }

        /** Inserts behind all of the same or higher pT; drops the last when full. */
        void insert(int objectPt, long word) {
            int place = size;
            if (place == words.length) {
                if (objectPt <= pt[place - 1]) {
                    return;
                }
                place--;
            } else {
                size++;
            }
            while (place > 0 && pt[place - 1] < objectPt) {
                words[place] = words[place - 1];
                pt[place] = pt[place - 1];
                place--;
            }
            words[place] = word;
            pt[place] = objectPt;
        }
    }

    final Ranking muons = new Ranking(MUONS);
    final Ranking egammas = new Ranking(CALORIMETER_OBJECTS);
    final Ranking taus = new Ranking(CALORIMETER_OBJECTS);
    final Ranking jets = new Ranking(CALORIMETER_OBJECTS);
    private final int[] sums = new int[Sum.values().length];
    private boolean colliding;
    private int signalNumber;

    /** An empty crossing. */
    public Level1Objects() {}

    /** Forgets everything: the crossing is empty and does not collide. */
    public void clear() {
        muons.clear();
        egammas.clear();
        taus.clear();
        jets.clear();
        Arrays.fill(sums, 0);
        colliding = false;
        signalNumber = 0;
    }

    /**
     * An object's word.
     *
     * @param kind which list
     * @param index rank, 0 the highest pT, below the kind's capacity
     * @return the word as {@link TriggerWord} lays it out, 0 where there is no object
     */
    public long word(Kind kind, int index) {
        return ranking(kind).words[index];
    }

    /**
     * Sets an object's word as it stands, without sorting.
     *
     * @param kind which list
     * @param index rank, below the kind's capacity
     * @param word the word, 0 for no object
     */
    public void setWord(Kind kind, int index, long word) {
        Ranking list = ranking(kind);
        list.words[index] = word;
        list.pt[index] = pt(kind, word);
        list.size = Math.max(list.size, index + 1);
    }

    private static int pt(Kind kind, long word) {
        return switch (kind) {
            case MUON -> TriggerWord.muonPt(word);
            case EGAMMA, TAU -> TriggerWord.egammaPt(word);
            case JET -> TriggerWord.jetPt(word);
        };
    }

    private Ranking ranking(Kind kind) {
        return switch (kind) {
            case MUON -> muons;
            case EGAMMA -> egammas;
            case TAU -> taus;
            case JET -> jets;
        };
    }

    /**
     * One of the sums.
     *
     * @param sum which
     * @return hardware integer, not negative
     */
    @SuppressWarnings("EnumOrdinal") // an index into a private array
    public int sum(Sum sum) {
        return sums[sum.ordinal()];
    }

    /**
     * Sets one of the sums.
     *
     * @param sum which
     * @param value hardware integer, not negative, within the sum's bits
     */
    @SuppressWarnings("EnumOrdinal") // an index into a private array
    public void setSum(Sum sum, int value) {
        sums[sum.ordinal()] = value;
    }

    /**
     * Whether bunches met.
     *
     * @return true for a colliding crossing, seen or not
     */
    public boolean colliding() {
        return colliding;
    }

    /**
     * The signal injected into the crossing.
     *
     * @return {@link Signal#number()}, 0 for none
     */
    public int signalNumber() {
        return signalNumber;
    }

    /**
     * Marks the crossing.
     *
     * @param collides whether bunches met
     * @param signal number of the injected signal, 0 to 15, 0 for none
     */
    public void mark(boolean collides, int signal) {
        colliding = collides;
        signalNumber = signal;
    }
}

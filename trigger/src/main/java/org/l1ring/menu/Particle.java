package org.l1ring.menu;

/**
 * One place in a list of objects.
 *
 * @param type of the objects
 * @param bxOffset crossing relative to the one that is decided
 * @param slot place in the list
 */
record Particle(ObjectType type, int bxOffset, int slot) {

    /** Whether it comes first in a pair: calorimeter objects before muons, then any fixed order. */
    boolean isBefore(Particle other) {
        boolean muon = type == ObjectType.MU;
        if (muon != (other.type == ObjectType.MU)) {
            return !muon;
        }
        if (type != other.type) {
            return type.ordinal() < other.type.ordinal();
        }
        return bxOffset != other.bxOffset ? bxOffset < other.bxOffset : slot < other.slot;
    }
}

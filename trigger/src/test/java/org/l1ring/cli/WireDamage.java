package org.l1ring.cli;

import java.util.Arrays;
import java.util.Random;

/** Damages records as links and disks do. */
final class WireDamage {
    private WireDamage() {}

    /** A copy that differs from the record. */
    static byte[] damage(byte[] record, Random random) {
        byte[] copy = record.clone();
        switch (random.nextInt(4)) {
            case 0 -> copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                return Arrays.copyOf(copy, random.nextInt(copy.length));
            }
            case 2 -> copy[6] += (byte) (1 + random.nextInt(200));
            default -> {
                return Arrays.copyOf(copy, copy.length + 1 + random.nextInt(100));
            }
        }
        return copy;
    }
}

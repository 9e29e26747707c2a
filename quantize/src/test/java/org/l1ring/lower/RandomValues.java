package org.l1ring.lower;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/** Seeded types and constants, and their JSON. */
final class RandomValues {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Random random;
    private final int maxWidth;

    RandomValues(Random random, int maxWidth) {
        this.random = random;
        this.maxWidth = maxWidth;
    }

    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    int divisor(int size) {
        int candidate = between(1, size);
        while (size % candidate != 0) {
            candidate--;
        }
        return candidate;
    }

    /** Any type of at least one bit: every mode, negative integer bits, I above W. */
    FixedType type() {
        return type(1);
    }

    /** A type of at least {@code least} bits. */
    FixedType type(int least) {
        int most = Math.max(least, maxWidth);
        int width =
                chance(0.6)
                        ? between(least, Math.max(least, Math.min(most, 10)))
                        : between(least, most);
        int fraction = chance(0.5) ? between(0, width) : between(-3, Math.min(width + 3, 11));
        Overflow overflow = chance(0.4) ? Overflow.WRAP : oneOf(Overflow.values());
        int saturated = chance(0.25) ? between(0, Math.min(width, 4)) : 0;
        return new FixedType(
                chance(0.7),
                width,
                width - fraction,
                oneOf(Quantization.values()),
                overflow,
                saturated);
    }

    /** A type, or now and then no bits at all. */
    FixedType maybeNothing() {
        return chance(0.12) ? FixedType.signed(0, between(-2, 2)) : type();
    }

    long raw(FixedType type) {
        long low = type.minimumRaw();
        long high = type.maximumRaw();
        return switch (between(0, 9)) {
            case 0 -> low;
            case 1 -> high;
            case 2, 3 -> 0;
            default -> low + (long) (random.nextDouble() * (high - low + 1));
        };
    }

    /** A value that the type's own arithmetic can give: SAT_SYM never gives the lowest. */
    long reachable(FixedType type) {
        long raw = raw(type);
        boolean symmetric = type.overflow() == Overflow.SAT_SYM && type.signed();
        return symmetric && raw < -type.maximumRaw() ? -type.maximumRaw() : raw;
    }

    ObjectNode json(FixedType type) {
        ObjectNode node = NODES.objectNode();
        boolean whole = type.integer() == type.width() && chance(0.5);
        node.put("type", (type.signed() ? "ap_" : "ap_u") + (whole ? "int" : "fixed"));
        node.put("W", type.width());
        if (!whole || chance(0.5)) {
            node.put("I", type.integer());
        }
        if (chance(0.8)) {
            node.put("signed", type.signed());
        }
        String prefix = chance(0.5) ? "AP_" : "";
        if (type.quantization() != Quantization.TRN || chance(0.5)) {
            node.put("Q", prefix + type.quantization());
        }
        if (type.overflow() != Overflow.WRAP || chance(0.5)) {
            node.put("O", prefix + type.overflow());
        }
        if (type.saturationBits() != 0 || chance(0.5)) {
            node.put("N", type.saturationBits());
        }
        return node;
    }

    /** A constant array of a random type. */
    ObjectNode constants(int... shape) {
        return constants(type(), shape);
    }

    ObjectNode constants(FixedType type, int... shape) {
        ObjectNode node = NODES.objectNode();
        node.set("type", json(type));
        boolean flat = chance(0.5);
        if (flat || chance(0.5)) {
            ArrayNode extents = node.putArray("shape");
            for (int extent : shape) {
                extents.add(extent);
            }
        }
        double zeros = oneOf(0.0, 0.2, 0.7);
        int size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        node.set("raw", flat ? nested(type, zeros, 0, size) : nested(type, zeros, 0, shape));
        return node;
    }

    private ArrayNode nested(FixedType type, double zeros, int depth, int... shape) {
        ArrayNode list = NODES.arrayNode();
        for (int i = 0; i < shape[depth]; i++) {
            if (depth < shape.length - 1) {
                list.add(nested(type, zeros, depth + 1, shape));
            } else {
                list.add(chance(zeros) ? 0 : raw(type));
            }
        }
        return list;
    }
}

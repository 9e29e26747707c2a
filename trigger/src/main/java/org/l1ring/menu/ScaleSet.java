package org.l1ring.menu;

import java.util.Map;
import java.util.Optional;

/**
 * The scales and precisions of a menu.
 *
 * @param name of the set
 * @param scales by {@link Scale#label}
 * @param precisions decimal digits by their full name, for example {@code EG-MU-Math}
 */
public record ScaleSet(String name, Map<String, Scale> scales, Map<String, Integer> precisions) {

    /** Copies the maps. */
    public ScaleSet {
        scales = Map.copyOf(scales);
        precisions = Map.copyOf(precisions);
    }

    /** The scale of an object's quantity. */
    public Optional<Scale> find(ObjectType object, String type) {
        return Optional.ofNullable(scales.get(object + " " + type));
    }

    /**
     * Decimal digits of a look-up table of two objects.
     *
     * @param first of the pair; the file may have the pair in either order
     * @param second of the pair
     * @param use for example {@code Math}
     */
    public Optional<Integer> precision(ObjectType first, ObjectType second, String use) {
        Integer digits = precisions.get(first + "-" + second + "-" + use);
        return Optional.ofNullable(
                digits != null ? digits : precisions.get(second + "-" + first + "-" + use));
    }
}

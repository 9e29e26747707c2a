package org.l1ring.menu;

import java.util.Optional;
import java.util.function.Supplier;

/** The scales of a menu for one algorithm: what is missing is an error of that algorithm. */
final class MenuScales {
    private final ScaleSet scales;
    private final String where;

    /**
     * Scales.
     *
     * @param scales of the menu
     * @param where file and algorithm, for messages
     */
    MenuScales(ScaleSet scales, String where) {
        this.scales = scales;
        this.where = where;
    }

    String where() {
        return where;
    }

    /** The scale of a quantity: ET, ETA, PHI, UPT, INDEX or COUNT. */
    Scale scale(ObjectType object, String type) {
        return scales.find(object, type).orElseThrow(missing("the scale " + object + " " + type));
    }

    /** Decimal digits of a table of two objects. */
    int digits(ObjectType first, ObjectType second, String use) {
        return scales.precision(first, second, use)
                .orElseThrow(missing("the precision " + first + "-" + second + "-" + use));
    }

    /** Decimal digits of the distances that remove overlaps, for which older sets have no own. */
    int overlapDigits(ObjectType first, ObjectType second) {
        return scales.precision(first, second, "DeltaOverlapRemoval")
                .orElseGet(() -> digits(first, second, "Delta"));
    }

    private Supplier<MenuException> missing(String what) {
        return () ->
                new MenuException(
                        where,
                        "expected "
                                + what
                                + " in the scale set "
                                + scales.name()
                                + ", got none; add it to the menu");
    }

    /** The hardware integer of a threshold. */
    long threshold(Requirement requirement, Scale scale) {
        return scale.lower(requirement.threshold())
                .map(scale::raw)
                .orElseThrow(() ->
                        new MenuException(
                                where + ": object " + requirement.text(),
                                "expected a threshold on the scale %s from %s to %s, got %s; change the threshold"
                                        .formatted(
                                                scale.label(),
                                                scale.minimum(),
                                                scale.maximum(),
                                                requirement.threshold())));
    }

    /** The hardware integer of the lower end of a window; below the scale, its first bin's. */
    long lower(Cut cut, Scale scale) {
        boolean below = !scale.bins().isEmpty() && cut.minimum() < start(scale);
        return (below ? scale.bins().stream().findFirst() : scale.lower(cut.minimum()))
                .map(scale::raw)
                .orElseThrow(() -> outside(cut, scale, cut.minimum()));
    }

    /** The hardware integer of the upper end of a window; above the scale, its last bin's. */
    long upper(Cut cut, Scale scale) {
        boolean above = !scale.bins().isEmpty() && cut.maximum() > end(scale);
        return (above ? Optional.of(scale.bins().getLast()) : scale.upper(cut.maximum()))
                .map(scale::raw)
                .orElseThrow(() -> outside(cut, scale, cut.maximum()));
    }

    private static double start(Scale scale) {
        return scale.bins().getFirst().minimum();
    }

    private static double end(Scale scale) {
        return scale.bins().getLast().maximum();
    }

    private MenuException outside(Cut cut, Scale scale, double value) {
        return new MenuException(
                where + ": cut " + cut.name(),
                "expected a window on the scale %s from %s to %s, got %s; change the cut"
                        .formatted(scale.label(), scale.minimum(), scale.maximum(), value));
    }
}

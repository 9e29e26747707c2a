package org.l1ring.firmware;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.l1ring.asic.AsicOptions;
import org.l1ring.asic.UpsetTally;

/**
 * A series of flips in one form of a design.
 *
 * @param protection of the form
 * @param twice whether the same bit of two replicas is flipped, as a control that must fail
 * @param tallies one for each class
 */
public record UpsetSeries(
        AsicOptions.Protection protection, boolean twice, List<UpsetTally> tallies) {
    /** Copies the tallies. */
    public UpsetSeries {
        tallies = List.copyOf(tallies);
    }

    /** The sum of a figure over the classes. */
    public long sum(ToLongFunction<UpsetTally> figure) {
        return tallies.stream().mapToLong(figure).sum();
    }

    /** Its name in reports. */
    public String name() {
        String level = protection.name().toLowerCase(Locale.ROOT);
        return "protection %s, %s flips".formatted(level, twice ? "double" : "single");
    }

    /** Whether flips have to show: the control, and a design without protection. */
    public boolean mustFail() {
        return twice || protection == AsicOptions.Protection.NONE;
    }

    /** What is not as it has to be; empty when all is. */
    public Optional<String> failure() {
        long outputs = sum(UpsetTally::wrongOutputs);
        long states = sum(UpsetTally::wrongStates);
        long late = sum(UpsetTally::flips) - sum(UpsetTally::healedAtOnce);
        if (mustFail()) {
            return outputs > 0
                    ? Optional.empty()
                    : Optional.of(name() + ": expected wrong outputs, got none");
        }
        if (outputs > 0 || states > 0) {
            return Optional.of(
                    "%s: expected nothing wrong, got %,d wrong outputs and %,d wrong states"
                            .formatted(name(), outputs, states));
        }
        if (protection == AsicOptions.Protection.FULL && late > 0) {
            return Optional.of(
                    "%s: expected every flip gone after one clock cycle, got %,d that were not"
                            .formatted(name(), late));
        }
        return Optional.empty();
    }
}

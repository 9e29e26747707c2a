package org.l1ring.quality;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.l1ring.model.Model;

/**
 * What is compared, and on which crossings.
 *
 * @param links numbers of links, each 1 to 13
 * @param encoders of the autoencoder, by the number of links that each is for
 * @param crossings that are evaluated, at least 1
 * @param pileUp mean number of pile-up deposits in a crossing of the module, 0 to 100
 * @param showers mean number of showers in a crossing of the module, 0 to 10
 * @param seed of all crossings
 * @param training crossings on which a decoder is fitted, at least 100
 */
public record ComparisonOptions(
        List<Integer> links,
        Map<Integer, Model> encoders,
        int crossings,
        double pileUp,
        double showers,
        long seed,
        int training) {
    private static final int MOST_LINKS = 13;
    private static final double MOST_PILE_UP = 100;
    private static final double MOST_SHOWERS = 10;
    private static final int LEAST_TRAINING = 100;

    /** Checks the ranges. */
    public ComparisonOptions {
        if (links.isEmpty()) {
            throw new IllegalArgumentException(
                    "--links: expected one number or more, got none; give 3, for example");
        }
        for (int each : links) {
            range("--links", each, 1, MOST_LINKS);
        }
        range("--crossings", crossings, 1, Integer.MAX_VALUE);
        range("--training", training, LEAST_TRAINING, Integer.MAX_VALUE);
        range("--pile-up", pileUp, 0, MOST_PILE_UP);
        range("--showers", showers, 0, MOST_SHOWERS);
        for (int each : encoders.keySet()) {
            if (!links.contains(each)) {
                throw new IllegalArgumentException(
                        "--model: expected encoders for the links %s, got one for %d; add it to --links"
                                .formatted(links, each));
            }
        }
        links = links.stream().distinct().sorted().toList();
        encoders = new TreeMap<>(encoders);
    }

    private static void range(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    most == Integer.MAX_VALUE
                            ? "%s: expected at least %d, got %d; correct it"
                                    .formatted(option, least, value)
                            : "%s: expected %d to %d, got %d; correct it"
                                    .formatted(option, least, most, value));
        }
    }

    private static void range(String option, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "%s: expected %.0f to %.0f, got %s; correct it"
                            .formatted(option, least, most, value));
        }
    }

    /** A seed for one of the samples, each of crossings of its own. */
    long seedOf(Sample sample) {
        return seed + sample.ordinal() * 0x9E3779B97F4A7C15L;
    }

    /** The samples of a comparison. */
    enum Sample {
        /** The one that is evaluated. */
        EVALUATED,
        /** The one on which thresholds are chosen. */
        THRESHOLDS,
        /** The one on which decoders are fitted. */
        TRAINING
    }
}

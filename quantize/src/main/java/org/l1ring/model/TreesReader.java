package org.l1ring.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.l1ring.fixed.FixedType;

/** Reads boosted trees. */
final class TreesReader {
    private TreesReader() {}

    /** The forest of a layer object whose input has so many features. */
    static Layer.Trees read(Json json, Layer.Head head, int features) {
        FixedType thresholdType = json.at("threshold_type").type();
        FixedType scoreType = json.at("score_type").type();
        List<Tree> trees = new ArrayList<>();
        for (Json tree : json.at("trees").list()) {
            trees.add(tree(tree, features, thresholdType, scoreType));
        }
        Json init = json.at("init");
        long[] start = init.longs();
        if (start.length != 1) {
            throw init.error("expected a list of one value, got " + start.length);
        }
        checkRaw(init, scoreType, start[0]);
        Optional<Long> factor = Optional.empty();
        if (json.has("normalisation")) {
            factor = Optional.of(json.at("normalisation").integer());
            checkRaw(json.at("normalisation"), scoreType, factor.get());
        }
        return new Layer.Trees(head, features, trees, start[0], thresholdType, scoreType, factor);
    }

    private static Tree tree(Json json, int features, FixedType thresholds, FixedType scores) {
        Tree tree;
        try {
            tree =
                    new Tree(
                            json.at("feature").integers(),
                            json.at("threshold").longs(),
                            json.at("left").integers(),
                            json.at("right").integers(),
                            json.at("value").longs(),
                            features);
        } catch (IllegalArgumentException e) {
            throw json.error(e.getMessage());
        }
        for (int node = 0; node < tree.nodes(); node++) {
            if (tree.leaf(node)) {
                checkRaw(json.at("value"), scores, tree.value(node));
            } else {
                checkRaw(json.at("threshold"), thresholds, tree.threshold(node));
            }
        }
        return tree;
    }

    private static void checkRaw(Json place, FixedType type, long raw) {
        if (!type.contains(raw)) {
            throw place.error("expected raw values of %s, got %d".formatted(type, raw));
        }
    }
}

package org.l1ring.importer.keras;

import org.l1ring.fixed.FixedType;
import org.l1ring.model.Layer;

/** Layers of a configured network in words. */
final class HlsText {
    private HlsText() {}

    /** A layer in one line. */
    static String of(Layer layer) {
        String types =
                switch (layer) {
                    case Layer.Dense l ->
                            ", weights %s, biases %s, accumulator %s"
                                    .formatted(
                                            l.weights().type(),
                                            l.biases().type(),
                                            type(l.accumulation()));
                    case Layer.Conv2d l ->
                            ", weights %s, biases %s, accumulator %s"
                                    .formatted(
                                            l.weights().type(),
                                            l.biases().type(),
                                            type(l.accumulation()));
                    case Layer.BatchNorm l ->
                            ", scale %s, bias %s".formatted(l.scale().type(), l.bias().type());
                    case Layer.TableActivation l ->
                            ", %s, %d entries of %s"
                                    .formatted(l.function(), l.table().size(), l.table().type());
                    default -> "";
                };
        return "layer %s: %s%s; result %d of %s"
                .formatted(
                        layer.head().name(),
                        layer.getClass().getSimpleName(),
                        types,
                        layer.outputSize(),
                        layer.head().resultTypes().get(0));
    }

    private static String type(Layer.Accumulation accumulation) {
        return accumulation.type().map(FixedType::toString).orElse("exact");
    }
}

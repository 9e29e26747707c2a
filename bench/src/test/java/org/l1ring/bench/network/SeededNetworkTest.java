package org.l1ring.bench.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.lower.Lowering;

final class SeededNetworkTest {

    @Test
    void shapeGivesTheLayers() {
        SeededNetwork network = SeededNetwork.ofShape("57-28-15-8", 0.42);
        assertEquals(List.of(57, 28, 15, 8), network.widths());
        assertEquals("57-28-15-8", network.shape());
        assertEquals(57, network.model("n").columns());
        assertEquals(7, network.model("n").layers().size());
    }

    @Test
    void zerosAreAsManyAsAskedFor() {
        double all = 57 * 28 + 28 * 15 + 15 * 8;
        double zeros = 1 - SeededNetwork.ofShape("57-28-15-8", 0.42).nonZeros() / all;
        assertEquals(0.42, zeros, 0.04);
    }

    @Test
    void theSameNetworkIsMadeAgain() {
        SeededNetwork network = SeededNetwork.ofShape("20-10-3", 0.2);
        assertEquals(
                Lowering.lower(network.model("a")).digest(),
                Lowering.lower(network.model("b")).digest());
    }

    @ParameterizedTest
    @ValueSource(longs = {1000, 30_000, 1_000_000})
    void termsAreAboutAsManyAsAskedFor(long terms) {
        double made = SeededNetwork.ofTerms(terms).nonZeros();
        assertEquals(1, made / terms, 0.05);
    }

    @Test
    void oneWidthIsNoNetwork() {
        assertThrows(IllegalArgumentException.class, () -> SeededNetwork.ofShape("57", 0));
    }
}

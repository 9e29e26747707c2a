package org.l1ring.bench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class CostModelTest {

    @Test
    void aLineIsFound() {
        CostModel model = CostModel.fit(new double[] {10, 100, 1000}, new double[] {7, 25, 205});
        assertEquals(5, model.fixed(), 1e-9);
        assertEquals(0.2, model.perUnit(), 1e-9);
        assertEquals(405, model.at(2000), 1e-6);
    }

    @Test
    void smallCostsCountAsMuchAsLargeOnes() {
        CostModel model = CostModel.fit(new double[] {1, 10, 1e6}, new double[] {2, 11, 2e6});
        assertEquals(2, model.at(1), 0.8);
        assertEquals(2e6, model.at(1e6), 8e5);
    }

    @Test
    void noPartIsNegative() {
        CostModel steep = CostModel.fit(new double[] {10, 20}, new double[] {1, 4});
        assertEquals(0, steep.fixed());
        CostModel falling = CostModel.fit(new double[] {10, 20}, new double[] {4, 3.9});
        assertEquals(0, falling.perUnit());
        assertEquals(3.95, falling.fixed(), 0.01);
    }

    @Test
    void oneSizeIsTooFew() {
        assertThrows(
                IllegalArgumentException.class,
                () -> CostModel.fit(new double[] {5, 5}, new double[] {1, 2}));
    }
}

package org.l1ring.menu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.l1ring.circuit.Contents;

/** Bins of scales and the integers made of them. */
final class IntegerTablesTest {

    private static Scale scale(String type, int bits, Scale.Bin... bins) {
        return new Scale("X", type, bins[0].minimum(), 1000, 0.5, bits, List.of(bins));
    }

    private static Scale.Bin bin(int number, double minimum, double maximum) {
        return new Scale.Bin(number, minimum, maximum);
    }

    @Test
    void binsAreFoundWhateverTheirOrder() {
        Scale scale = scale("ET", 9, bin(2, 1, 1.5), bin(0, 0, 0.5), bin(1, 0.5, 1));
        assertEquals(Optional.of(bin(1, 0.5, 1)), scale.lower(0.5));
        assertEquals(Optional.of(bin(0, 0, 0.5)), scale.upper(0.5));
        assertEquals(Optional.of(bin(2, 1, 1.5)), scale.upper(1.5));
        assertEquals(Optional.empty(), scale.lower(1.5));
        assertEquals(Optional.empty(), scale.upper(0));
    }

    @Test
    void pointsAreBinsWhereNoOtherIs() {
        Scale counts = scale("COUNT", 8, bin(0, 0, 0), bin(1, 1, 1), bin(2, 2, 2));
        assertEquals(Optional.of(bin(1, 1, 1)), counts.lower(1));
        assertEquals(Optional.of(bin(2, 2, 2)), counts.upper(2));
        assertEquals(Optional.empty(), counts.lower(1.5));
        Scale unconstrained = scale("UPT", 8, bin(0, 0, 0), bin(1, 0, 1), bin(2, 1, 2));
        assertEquals(Optional.of(bin(1, 0, 1)), unconstrained.lower(0));
        assertEquals(Optional.of(bin(0, 0, 0)), unconstrained.upper(0));
    }

    @Test
    void etaIsInTwosComplement() {
        Scale eta = scale("ETA", 8, bin(141, -5, -4.959), bin(114, 4.959, 5));
        assertEquals(-115, eta.raw(eta.bins().getFirst()));
        assertEquals(114, eta.raw(eta.bins().getLast()));
    }

    @Test
    void momentaAreCentresAndGoOnBeyondTheLastBin() {
        Scale calorimeter = scale("ET", 2, bin(0, 0, 0.5), bin(1, 0.5, 1));
        assertEquals(
                new Contents(new long[] {3, 8, 13, 18}),
                new Contents(IntegerTables.centres(calorimeter, 1)));
        Scale muon = scale("ET", 2, bin(0, -0.5, 0), bin(1, 0, 0.5), bin(2, 0.5, 1));
        assertEquals(
                new Contents(new long[] {-2, 3, 8, 13}),
                new Contents(IntegerTables.centres(muon, 1)));
    }

    @Test
    void tiesFallAsTheyDoInDoubles() {
        Contents eta = IntegerTables.differences(8, 0.0435, 3);
        assertEquals(new Contents(new long[] {0, 44, 87, 131, 174, 217, 261, 305}), eta);
    }

    @Test
    void anglesGoTheShorterWay() {
        Contents phi = IntegerTables.angles(145, 144, 2 * Math.PI / 144, 3);
        assertEquals(3142, phi.get(72));
        assertEquals(44, phi.get(143));
        assertEquals(0, phi.get(144));
    }

    @Test
    void limitsAreThoseOfTheFilesDoubles() {
        assertEquals(
                1_441_000, IntegerTables.ceiling(1.2000000000000002 * 1.2000000000000002, 3, 3));
        assertEquals(361_000, IntegerTables.ceiling(0.6000000000000001 * 0.6000000000000001, 3, 3));
        assertEquals(810_000, IntegerTables.ceiling(0.9 * 0.9, 3, 3));
        assertEquals(2_000_000, IntegerTables.floor(20.0 * 20 / 2, 1, 3));
        assertEquals(1L << 62, IntegerTables.ceiling(1e30, 1, 4));
    }
}

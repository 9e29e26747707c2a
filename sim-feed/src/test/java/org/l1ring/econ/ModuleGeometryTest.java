package org.l1ring.econ;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The module's cells: their order in the image, their places, their charges. */
final class ModuleGeometryTest {
    @Test
    void theImageIsThatOfTheEncoder() {
        int[][] rows = {
            {28, 29, 30, 31, 0, 4, 8, 12},
            {24, 25, 26, 27, 1, 5, 9, 13},
            {20, 21, 22, 23, 2, 6, 10, 14},
            {16, 17, 18, 19, 3, 7, 11, 15},
            {47, 43, 39, 35, -1, -1, -1, -1},
            {46, 42, 38, 34, -1, -1, -1, -1},
            {45, 41, 37, 33, -1, -1, -1, -1},
            {44, 40, 36, 32, -1, -1, -1, -1},
        };
        for (int row = 0; row < 8; row++) {
            int r = row;
            int[] cells = new int[8];
            Arrays.setAll(cells, column -> ModuleGeometry.cell(r, column));
            assertArrayEquals(rows[row], cells);
        }
    }

    @Test
    void neighboursOfTheImageAreNeighboursInTheModule() {
        for (int row = 0; row < 8; row++) {
            for (int column = 0; column + 1 < 8; column++) {
                nextTo(ModuleGeometry.cell(row, column), ModuleGeometry.cell(row, column + 1));
                nextTo(ModuleGeometry.cell(column, row), ModuleGeometry.cell(column + 1, row));
            }
        }
        // The edge that the image does not show: the second and third rhombus touch.
        for (int i = 0; i < 4; i++) {
            nextTo(ModuleGeometry.cell(3, 4 + i), ModuleGeometry.cell(4 + i, 3));
        }
    }

    private static void nextTo(int left, int right) {
        if (left >= 0 && right >= 0) {
            assertTrue(ModuleGeometry.distance(left, right) < 1.001, left + " and " + right);
        }
    }

    @Test
    void theModuleIsAHexagon() {
        Set<Long> radii = new HashSet<>();
        double largest = 0;
        for (int cell = 0; cell < 48; cell++) {
            double radius = Math.hypot(ModuleGeometry.x(cell), ModuleGeometry.y(cell));
            largest = Math.max(largest, radius);
            radii.add(Math.round(1e6 * radius));
            for (int other = 0; other < cell; other++) {
                assertTrue(ModuleGeometry.distance(cell, other) > 0.866);
            }
        }
        assertEquals(3.5, largest, 1e-9);
        // Three rhombi that a turn by 120 degrees maps onto each other, each symmetric.
        assertEquals(10, radii.size());
    }

    @Test
    void generatedModulesFollowTheirSeedAndRate() {
        int[] codes = new int[48];
        int[] again = new int[48];
        ModuleGenerator one = new ModuleGenerator(3, 5, 0.05);
        ModuleGenerator two = new ModuleGenerator(3, 5, 0.05);
        Calibration calibration = new Calibration(full(1 << Calibration.FRACTION), 1);
        long[] charges = new long[48];
        int busy = 0;
        long most = 0;
        for (int i = 0; i < 20_000; i++) {
            one.next(codes);
            two.next(again);
            assertArrayEquals(codes, again);
            calibration.apply(codes, charges);
            for (long charge : charges) {
                busy += charge > ModuleGenerator.COUNTS_OF_MIP ? 1 : 0;
                most = Math.max(most, charge);
            }
        }
        double occupied = busy / 20_000.0;
        assertTrue(occupied > 2 && occupied < 5, "cells above 1 MIP: " + occupied);
        assertTrue(most > 20_000, "largest charge " + most);
    }

    private static int[] full(int factor) {
        int[] factors = new int[48];
        Arrays.fill(factors, factor);
        return factors;
    }
}

package org.l1ring.econ;

/**
 * Where the 48 trigger cells of a hexagonal module lie: three rhombi of 4 x 4 cells that meet in
 * the middle.
 *
 * <p>The encoder sees them as an 8 x 8 image whose fourth quarter is empty. Its quarters are rhombi
 * unfolded: each is spanned by two of three unit vectors at 120 degrees, and neighbours share one.
 * Source of the order: github.com/cms-sw/cmssw, HGCalConcentratorAutoEncoderImpl.h. The unit is the
 * side of a cell.
 */
public final class ModuleGeometry {
    /** Rows and columns of the image. */
    public static final int SIDE = 8;

    /** A place of the image that no cell fills. */
    public static final int NO_CELL = -1;

    private static final int HALF = SIDE / 2;
    private static final double[] X = {0, -Math.sqrt(0.75), Math.sqrt(0.75)};
    private static final double[] Y = {1, -0.5, -0.5};

    private static final int[] CELL = new int[SIDE * SIDE];
    private static final double[] CELL_X = new double[LinkFrame.CELLS];
    private static final double[] CELL_Y = new double[LinkFrame.CELLS];

    static {
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                int cell = find(row, column);
                CELL[row * SIDE + column] = cell;
                if (cell != NO_CELL) {
                    place(cell, row, column);
                }
            }
        }
    }

    private ModuleGeometry() {}

    private static int find(int row, int column) {
        if (row < HALF) {
            return column < HALF ? 28 - 4 * row + column : row + 4 * (column - HALF);
        }
        return column < HALF ? 47 - (row - HALF) - 4 * column : NO_CELL;
    }

    private static void place(int cell, int row, int column) {
        // Distances from the corner where the rhombi meet, along the two vectors of the quarter.
        double down = Math.abs(row - HALF + 0.5);
        double across = Math.abs(column - HALF + 0.5);
        int first = row < HALF ? 0 : 2;
        int second = row < HALF && column >= HALF ? 2 : 1;
        CELL_X[cell] = down * X[first] + across * X[second];
        CELL_Y[cell] = down * Y[first] + across * Y[second];
    }

    /** The cell at a place of the image, or {@link #NO_CELL}. */
    public static int cell(int row, int column) {
        return CELL[row * SIDE + column];
    }

    /** Distance of two cells' centres, in sides of a cell. */
    public static double distance(int left, int right) {
        return Math.hypot(CELL_X[left] - CELL_X[right], CELL_Y[left] - CELL_Y[right]);
    }

    /** Horizontal place of a cell's centre. */
    public static double x(int cell) {
        return CELL_X[cell];
    }

    /** Vertical place of a cell's centre. */
    public static double y(int cell) {
        return CELL_Y[cell];
    }
}

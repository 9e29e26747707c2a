package org.l1ring.table;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rows of a two-dimensional npy array (NumPy's format, versions 1 to 3), little-endian. */
final class NpyReader implements TableReader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 16;
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE =
            Pattern.compile("'shape'\\s*:\\s*\\(\\s*(\\d{1,12})\\s*,\\s*(\\d{1,9})?\\s*,?\\s*\\)");

    private final DataInputStream in;
    private final String name;
    private final char kind;
    private final int itemBytes;
    private final long rows;
    private final int width;
    private long row;
    private List<Cell> cells = List.of();
    private boolean real;

    NpyReader(InputStream stream, String name) throws IOException {
        this.in = new DataInputStream(stream);
        this.name = name;
        String header = header();
        String type = find(DESCR, header, "a 'descr' of a plain type").group(1);
        if (!type.matches("[<|]?([iu][12348]|i8|f[48])") || type.endsWith("3")) {
            throw error(
                    "expected little-endian integers or floats (<i2, <i4, <i8, <f4, <f8), got "
                            + type,
                    "convert the array with astype");
        }
        kind = type.charAt(type.length() - 2);
        itemBytes = type.charAt(type.length() - 1) - '0';
        if (kind == 'u' && itemBytes == 8) {
            throw error("expected signed 64-bit integers, got unsigned", "use astype('int64')");
        }
        if (find(ORDER, header, "'fortran_order'").group(1).equals("True")) {
            throw error("expected an array in C order, got Fortran order", "use ascontiguousarray");
        }
        Matcher shape = find(SHAPE, header, "a shape (rows, columns)");
        rows = Long.parseLong(shape.group(1));
        width = shape.group(2) == null ? 1 : Integer.parseInt(shape.group(2));
        if (rows == 0 || width == 0) {
            throw error("expected rows, got an empty array", "write at least one crossing");
        }
    }

    /** Whether a stream begins as an npy file; its position stays. */
    static boolean isNpy(InputStream in) throws IOException {
        in.mark(MAGIC.length);
        boolean same = Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        in.reset();
        return same;
    }

    private String header() throws IOException {
        try {
            in.skipNBytes(MAGIC.length);
            int major = in.readUnsignedByte();
            in.readUnsignedByte();
            if (major < 1 || major > 3) {
                throw error("expected an npy version of 1..3, got " + major, "save it again");
            }
            int low = in.readUnsignedByte() | in.readUnsignedByte() << 8;
            int high = major == 1 ? 0 : in.readUnsignedByte() | in.readUnsignedByte() << 8;
            if (high != 0 || low > LONGEST_HEADER) {
                throw error("expected a short npy header, got a longer one", "save it again");
            }
            byte[] text = new byte[low];
            in.readFully(text);
            return new String(text, StandardCharsets.ISO_8859_1);
        } catch (EOFException e) {
            throw new IllegalArgumentException(
                    name + ": expected an npy header, got a truncated file; save it again", e);
        }
    }

    private Matcher find(Pattern pattern, String header, String what) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw error(
                    "expected " + what + ", got " + header.strip(),
                    "save a two-dimensional array of integers or floats");
        }
        return matcher;
    }

    private IllegalArgumentException error(String what, String mend) {
        return new IllegalArgumentException(name + ": " + what + "; " + mend);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> columns() {
        return List.of();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public void select(List<Cell> wanted, boolean realValues) {
        if (kind == 'f' && !realValues) {
            throw error(
                    "expected raw integers, got floats",
                    "use --real for real values, or astype('int64')");
        }
        cells = List.copyOf(wanted);
        real = realValues;
    }

    @Override
    public int read(long[] values, int wanted) throws IOException {
        int count = (int) Math.min(wanted, rows - row);
        byte[] bytes = new byte[width * itemBytes];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            readRow(bytes, row + i);
            for (int k = 0; k < cells.size(); k++) {
                values[i * cells.size() + k] = value(buffer, cells.get(k), i);
            }
        }
        row += count;
        return count;
    }

    private void readRow(byte[] bytes, long index) throws IOException {
        try {
            in.readFully(bytes);
        } catch (EOFException e) {
            throw new IllegalArgumentException(
                    "%s: expected %d rows, got %d; the file may be truncated"
                            .formatted(name, rows, index),
                    e);
        } catch (IOException e) {
            throw InputFile.broken(name, e);
        }
    }

    private long value(ByteBuffer buffer, Cell cell, int at) {
        int byteAt = cell.column() * itemBytes;
        if (kind == 'f') {
            double number = itemBytes == 4 ? buffer.getFloat(byteAt) : buffer.getDouble(byteAt);
            return cell.ofReal(number, this::error, at);
        }
        long bits =
                switch (itemBytes) {
                    case 1 -> buffer.get(byteAt);
                    case 2 -> buffer.getShort(byteAt);
                    case 4 -> buffer.getInt(byteAt);
                    default -> buffer.getLong(byteAt);
                };
        int unused = 64 - 8 * itemBytes;
        long integer = kind == 'u' ? bits << unused >>> unused : bits;
        return real
                ? cell.ofReal((double) integer, this::error, at)
                : cell.ofInteger(integer, this::error, at);
    }

    private IllegalArgumentException error(int at, int column, String what, String mend) {
        return new IllegalArgumentException(
                "%s: row %d: column %d: %s; %s".formatted(name, row + at + 1, column, what, mend));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

package org.l1ring.importer.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.l1ring.model.ModelException;

/** Reads the constants of a file, in each way that ONNX stores them. */
final class TensorReader {
    private static final int LIMIT = Tensor.MAX_ELEMENTS;

    private final TensorProto proto;
    private final String where;

    private TensorReader(TensorProto proto, String where) {
        this.proto = proto;
        this.where = where;
    }

    /**
     * Reads a tensor.
     *
     * @param where file and name, for messages
     * @throws ModelException when it holds other than its shape says, or is of no kind of numbers
     */
    static Tensor read(TensorProto proto, String where) {
        return new TensorReader(proto, where).tensor();
    }

    private ModelException error(String what) {
        return new ModelException(where, what);
    }

    private Tensor tensor() {
        if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL
                || proto.getExternalDataCount() > 0) {
            throw error(
                    "expected the values within the file, got a reference to another file; save the"
                            + " model as one file");
        }
        if (proto.hasSegment()) {
            throw error("expected a whole tensor, got a segment of one; save the model anew");
        }
        int[] shape = shape(proto.getDimsList());
        TensorProto.DataType type = TensorProto.DataType.forNumber(proto.getDataType());
        if (type == null) {
            throw error("expected a type of numbers, got number " + proto.getDataType());
        }
        int size = Tensor.size(shape);
        return switch (type) {
            case FLOAT -> new Tensor(shape, floats(size), false);
            case DOUBLE -> new Tensor(shape, doubles(size), false);
            case FLOAT16, BFLOAT16 -> new Tensor(shape, halves(size, type), false);
            case INT8, INT16, INT32, UINT8, UINT16, BOOL ->
                    new Tensor(shape, integers(size, type), numbers(type));
            case INT64 -> new Tensor(shape, longs(size), true);
            case UINT32, UINT64 -> new Tensor(shape, unsigned(size, type), true);
            default -> throw error("expected a type of real numbers or integers, got " + type);
        };
    }

    /** The kind of numbers of a type of ONNX; others than integers count as real. */
    static Numbers numbers(int type) {
        TensorProto.DataType known = TensorProto.DataType.forNumber(type);
        return switch (known) {
            case null -> Numbers.REAL;
            case INT8, INT16, INT32, UINT8, UINT16, BOOL -> numbers(known);
            case INT64, UINT32, UINT64 -> Numbers.WHOLE;
            default -> Numbers.REAL;
        };
    }

    private static Numbers numbers(TensorProto.DataType type) {
        return switch (type) {
            case INT8 -> Numbers.INT8;
            case UINT8 -> Numbers.UINT8;
            case INT16 -> Numbers.INT16;
            case UINT16 -> Numbers.UINT16;
            default -> Numbers.WHOLE;
        };
    }

    private int[] shape(List<Long> dims) {
        int[] shape = new int[dims.size()];
        long size = 1;
        for (int i = 0; i < shape.length; i++) {
            long extent = dims.get(i);
            size *= Math.clamp(extent, -1, LIMIT + 1L);
            if (extent < 0 || size > LIMIT) {
                throw error("expected at most %d elements, got shape %s".formatted(LIMIT, dims));
            }
            shape[i] = (int) extent;
        }
        return shape;
    }

    /** The raw bytes, if the values are stored so; they must be as many as the shape says. */
    private ByteBuffer raw(int size, int bytes) {
        if (proto.getRawData().size() != (long) size * bytes) {
            throw error(
                    "expected %d bytes for shape %s, got %d; the file may be damaged"
                            .formatted(
                                    (long) size * bytes,
                                    proto.getDimsList(),
                                    proto.getRawData().size()));
        }
        return proto.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private boolean inRaw(int size, int listed) {
        if (!proto.getRawData().isEmpty()) {
            return true;
        }
        if (listed != size) {
            throw error(
                    "expected %d values for shape %s, got %d; the file may be damaged"
                            .formatted(size, proto.getDimsList(), listed));
        }
        return false;
    }

    private double[] floats(int size) {
        double[] values = new double[size];
        if (inRaw(size, proto.getFloatDataCount())) {
            ByteBuffer raw = raw(size, Float.BYTES);
            for (int i = 0; i < size; i++) {
                values[i] = raw.getFloat();
            }
        } else {
            for (int i = 0; i < size; i++) {
                values[i] = proto.getFloatData(i);
            }
        }
        return values;
    }

    private double[] doubles(int size) {
        double[] values = new double[size];
        if (inRaw(size, proto.getDoubleDataCount())) {
            ByteBuffer raw = raw(size, Double.BYTES);
            for (int i = 0; i < size; i++) {
                values[i] = raw.getDouble();
            }
        } else {
            for (int i = 0; i < size; i++) {
                values[i] = proto.getDoubleData(i);
            }
        }
        return values;
    }

    private double[] halves(int size, TensorProto.DataType type) {
        boolean inRaw = inRaw(size, proto.getInt32DataCount());
        ByteBuffer raw = inRaw ? raw(size, Short.BYTES) : ByteBuffer.allocate(0);
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            int bits = inRaw ? raw.getShort() : proto.getInt32Data(i);
            values[i] =
                    type == TensorProto.DataType.BFLOAT16
                            ? Float.intBitsToFloat(bits << 16)
                            : Float.float16ToFloat((short) bits);
        }
        return values;
    }

    private double[] integers(int size, TensorProto.DataType type) {
        double[] values = new double[size];
        int bytes =
                switch (type) {
                    case INT16, UINT16 -> Short.BYTES;
                    case INT32 -> Integer.BYTES;
                    default -> Byte.BYTES;
                };
        boolean signed =
                type != TensorProto.DataType.UINT8
                        && type != TensorProto.DataType.UINT16
                        && type != TensorProto.DataType.BOOL;
        boolean inRaw = inRaw(size, proto.getInt32DataCount());
        ByteBuffer raw = inRaw ? raw(size, bytes) : ByteBuffer.allocate(0);
        int unused = Integer.SIZE - 8 * bytes;
        for (int i = 0; i < size; i++) {
            int bits;
            if (!inRaw) {
                bits = proto.getInt32Data(i);
            } else if (bytes == Integer.BYTES) {
                bits = raw.getInt();
            } else {
                bits = bytes == Short.BYTES ? raw.getShort() : raw.get();
            }
            values[i] = signed ? bits << unused >> unused : bits << unused >>> unused;
        }
        return values;
    }

    private double[] longs(int size) {
        double[] values = new double[size];
        if (inRaw(size, proto.getInt64DataCount())) {
            ByteBuffer raw = raw(size, Long.BYTES);
            for (int i = 0; i < size; i++) {
                values[i] = raw.getLong();
            }
        } else {
            for (int i = 0; i < size; i++) {
                values[i] = proto.getInt64Data(i);
            }
        }
        return values;
    }

    private double[] unsigned(int size, TensorProto.DataType type) {
        boolean wide = type == TensorProto.DataType.UINT64;
        boolean inRaw = inRaw(size, proto.getUint64DataCount());
        ByteBuffer raw =
                inRaw ? raw(size, wide ? Long.BYTES : Integer.BYTES) : ByteBuffer.allocate(0);
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            long bits;
            if (!inRaw) {
                bits = proto.getUint64Data(i);
            } else {
                bits = wide ? raw.getLong() : Integer.toUnsignedLong(raw.getInt());
            }
            values[i] = bits < 0 ? bits + 0x1p64 : bits;
        }
        return values;
    }
}

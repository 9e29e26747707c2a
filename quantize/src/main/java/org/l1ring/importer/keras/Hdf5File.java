package org.l1ring.importer.keras;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.object.message.DataLayout;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.l1ring.model.ModelException;

/** Reads an HDF5 file into memory, within bounds, whatever it holds. */
final class Hdf5File {
    /** First bytes of every HDF5 file. */
    static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

    private static final int MAX_NODES = 20_000;
    private static final int MAX_DEPTH = 24;
    private static final int MAX_ELEMENTS = 1 << 22;
    private static final int MAX_TEXT = 1 << 25;

    /** State of training, which no evaluation needs. */
    private static final Set<String> UNUSED = Set.of("optimizer_weights", "optimizer");

    private final String file;
    private final long fileBytes;
    private int nodes;
    private long elements;

    private Hdf5File(String file, long fileBytes) {
        this.file = file;
        this.fileBytes = fileBytes;
    }

    static boolean recognizes(byte[] first) {
        return first.length >= SIGNATURE.length
                && Arrays.equals(first, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    /**
     * The content of a file.
     *
     * @param bytes of the whole file
     * @param file name for messages
     * @throws ModelException when it is damaged or holds what weights never are
     */
    @SuppressWarnings("PMD.AvoidCatchingGenericException")
    static Hdf5Node read(byte[] bytes, String file) {
        Hdf5File reader = new Hdf5File(file, bytes.length);
        try (HdfFile hdf = HdfFile.fromBytes(bytes)) {
            return reader.group(hdf, 0);
        } catch (ModelException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            String what = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
            throw new ModelException(
                    file,
                    "expected an HDF5 file, got an error: %s%s; the file may be truncated or damaged"
                            .formatted(
                                    e.getClass().getSimpleName(),
                                    e.getMessage() == null
                                            ? ""
                                            : ": "
                                                    + what.substring(
                                                            0, Math.min(200, what.length()))));
        }
    }

    private ModelException error(Node node, String what) {
        return new ModelException(file + ": " + Names.line(node.getPath()), what);
    }

    private Hdf5Node group(Group group, int depth) {
        Map<String, Hdf5Node> groups = new LinkedHashMap<>();
        Map<String, Numbers> arrays = new LinkedHashMap<>();
        Map<String, Node> children = group.getChildren();
        for (Map.Entry<String, Node> entry : children.entrySet()) {
            Node child = entry.getValue();
            nodes++;
            if (nodes > MAX_NODES || depth > MAX_DEPTH) {
                throw error(
                        child,
                        "expected at most %d groups and arrays, %d deep; the file may be damaged"
                                .formatted(MAX_NODES, MAX_DEPTH));
            }
            if (depth == 0 && UNUSED.contains(entry.getKey())) {
                continue;
            }
            if (child.isLink()) {
                throw error(child, "expected weights, got a link; copy them into the file");
            }
            switch (child) {
                case Dataset dataset -> arrays.put(entry.getKey(), array(dataset));
                case Group inner -> groups.put(entry.getKey(), group(inner, depth + 1));
                default -> {}
            }
        }
        return new Hdf5Node(groups, arrays, texts(group));
    }

    private Map<String, List<String>> texts(Group group) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Attribute> entry : group.getAttributes().entrySet()) {
            Attribute attribute = entry.getValue();
            if (attribute.getJavaType() != String.class) {
                continue;
            }
            if (attribute.getSize() > MAX_NODES || attribute.getSizeInBytes() > MAX_TEXT) {
                throw error(group, "expected short attributes, got a long one; check the file");
            }
            List<String> values = new ArrayList<>();
            if (!attribute.isEmpty()) {
                collect(attribute.getData(), values);
            }
            texts.put(entry.getKey(), values);
        }
        return texts;
    }

    private static void collect(Object data, List<String> values) {
        if (data instanceof Object[] several) {
            for (Object one : several) {
                collect(one, values);
            }
        } else if (data != null) {
            values.add(String.valueOf(data));
        }
    }

    private Numbers array(Dataset dataset) {
        long size = 1;
        int[] shape = new int[dataset.getDimensionsAsLong().length];
        for (int i = 0; i < shape.length; i++) {
            long extent = dataset.getDimensionsAsLong()[i];
            size = extent < 0 || extent > MAX_ELEMENTS ? Long.MAX_VALUE : size * extent;
            if (size > MAX_ELEMENTS) {
                throw error(
                        dataset,
                        "expected at most %d numbers, got shape %s"
                                .formatted(
                                        MAX_ELEMENTS,
                                        Arrays.toString(dataset.getDimensionsAsLong())));
            }
            shape[i] = (int) extent;
        }
        elements += size;
        if (elements > 2L * MAX_ELEMENTS) {
            throw error(dataset, "expected at most 2^23 numbers in a file, got more");
        }
        if (dataset.isCompound() || dataset.isVariableLength() || !numeric(dataset)) {
            return new Numbers(new int[] {0}, new double[0]);
        }
        if (dataset.getDataLayout() == DataLayout.CHUNKED && !dataset.getFilters().isEmpty()) {
            throw error(dataset, "expected weights as Keras saves them, got compressed ones");
        }
        if (dataset.getSizeInBytes() > fileBytes && dataset.getDataLayout() != DataLayout.CHUNKED) {
            throw error(dataset, "expected numbers within the file, got too few; it may be cut");
        }
        double[] values = new double[(int) size];
        if (size > 0) {
            Object data = dataset.isScalar() ? dataset.getData() : dataset.getDataFlat();
            for (int i = 0; i < values.length; i++) {
                Object value = dataset.isScalar() ? data : Array.get(data, i);
                values[i] =
                        switch (value) {
                            case Number number -> number.doubleValue();
                            case Boolean truth -> truth ? 1 : 0;
                            case null, default ->
                                    throw error(dataset, "expected numbers, got another type");
                        };
            }
        }
        return new Numbers(shape, values);
    }

    private static boolean numeric(Dataset dataset) {
        Class<?> type = dataset.getJavaType();
        return type.isPrimitive() || Number.class.isAssignableFrom(type);
    }
}

package org.l1ring.importer.trees;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.l1ring.model.ModelException;

/**
 * Reads Universal Binary JSON, draft 12, into JSON nodes. Source: https://ubjson.org, types and
 * container optimizations.
 */
final class UbjsonReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 64;

    private final String file;
    private final ByteBuffer bytes;
    private final Deque<Open> open = new ArrayDeque<>();

    /** A container that is being read; {@code type} and {@code left} are -1 when not declared. */
    private static final class Open {
        final JsonNode node;
        final int type;
        long left;

        Open(JsonNode node, int type, long left) {
            this.node = node;
            this.type = type;
            this.left = left;
        }
    }

    private UbjsonReader(String file, byte[] content) {
        this.file = file;
        this.bytes = ByteBuffer.wrap(content);
    }

    /** Whether the first bytes are those of an object of UBJSON with a key of usual length. */
    static boolean recognises(byte[] first) {
        return first.length > 2
                && first[0] == '{'
                && "iUIlL$#}".indexOf((char) first[1]) >= 0
                && first[2] != '\n';
    }

    /**
     * The value of a file.
     *
     * @throws ModelException when the bytes are not UBJSON, or end early
     */
    static JsonNode read(String file, byte[] content) {
        UbjsonReader reader = new UbjsonReader(file, content);
        try {
            return reader.root();
        } catch (BufferUnderflowException e) {
            throw new ModelException(
                    file, "expected more UBJSON, got the end of the file; it may be truncated");
        }
    }

    private JsonNode root() {
        JsonNode root = value(marker());
        while (!open.isEmpty()) {
            step(open.peek());
        }
        while (bytes.hasRemaining()) {
            if (bytes.get() != 'N') {
                throw error("the end of the file", "more bytes");
            }
        }
        return root;
    }

    private ModelException error(String expected, String got) {
        return new ModelException(
                file + ": byte " + Math.max(0, bytes.position() - 1),
                "expected UBJSON with " + expected + ", got " + got + "; write the model anew");
    }

    /** Reads the next entry of a container, or its end. */
    private void step(Open container) {
        if (container.left == 0) {
            open.pop();
            return;
        }
        int next = container.left < 0 || container.type < 0 ? -1 : container.type;
        if (container.node instanceof ArrayNode list) {
            int type = next >= 0 ? next : marker();
            if (container.left < 0 && type == ']') {
                open.pop();
                return;
            }
            count(container);
            list.add(value(type));
            return;
        }
        ObjectNode object = (ObjectNode) container.node;
        int first = marker();
        if (container.left < 0 && first == '}') {
            open.pop();
            return;
        }
        count(container);
        String key = text(length(first));
        if (object.has(key)) {
            throw error("a new key", "\"" + key.replaceAll("\\s+", " ") + "\" again");
        }
        object.set(key, value(next >= 0 ? next : marker()));
    }

    private static void count(Open container) {
        if (container.left > 0) {
            container.left--;
        }
    }

    /** The next marker; N is for filling only. */
    private int marker() {
        int marker = bytes.get();
        while (marker == 'N') {
            marker = bytes.get();
        }
        return marker;
    }

    private JsonNode value(int type) {
        return switch (type) {
            case '{' -> container(NODES.objectNode());
            case '[' -> container(NODES.arrayNode());
            case 'Z' -> NODES.nullNode();
            case 'T' -> NODES.booleanNode(true);
            case 'F' -> NODES.booleanNode(false);
            case 'i' -> NODES.numberNode((int) bytes.get());
            case 'U' -> NODES.numberNode(bytes.get() & 0xff);
            case 'I' -> NODES.numberNode((int) bytes.getShort());
            case 'l' -> NODES.numberNode(bytes.getInt());
            case 'L' -> NODES.numberNode(bytes.getLong());
            case 'd' -> NODES.numberNode(bytes.getFloat());
            case 'D' -> NODES.numberNode(bytes.getDouble());
            case 'C' -> NODES.textNode(String.valueOf((char) (bytes.get() & 0x7f)));
            case 'S' -> NODES.textNode(text(length(marker())));
            case 'H' -> number(text(length(marker())));
            default -> throw error("a value", name(type));
        };
    }

    private JsonNode number(String text) {
        try {
            return NODES.numberNode(new BigDecimal(text));
        } catch (NumberFormatException e) {
            throw error("a number", "\"" + text.replaceAll("\\s+", " ") + "\"");
        }
    }

    private static String name(int type) {
        return type > ' ' && type < 0x7f ? "'" + (char) type + "'" : "byte " + (type & 0xff);
    }

    private JsonNode container(JsonNode node) {
        if (open.size() >= DEEPEST) {
            throw error("at most " + DEEPEST + " containers in one another", "more");
        }
        int type = -1;
        long left = -1;
        if (peek() == '$') {
            bytes.get();
            type = bytes.get();
            if ("{[iUIlLdDSCH".indexOf((char) type) < 0) {
                throw error("a type of at least one byte", name(type));
            }
            if (peek() != '#') {
                throw error("a count after the type", name(peek()));
            }
        }
        if (peek() == '#') {
            bytes.get();
            left = length(marker());
        }
        open.push(new Open(node, type, left));
        return node;
    }

    private int peek() {
        if (!bytes.hasRemaining()) {
            throw new BufferUnderflowException();
        }
        return bytes.get(bytes.position());
    }

    /** A length; every byte or entry that it counts takes at least one byte of the file. */
    private int length(int type) {
        long length =
                switch (type) {
                    case 'i' -> bytes.get();
                    case 'U' -> bytes.get() & 0xff;
                    case 'I' -> bytes.getShort();
                    case 'l' -> bytes.getInt();
                    case 'L' -> bytes.getLong();
                    default -> throw error("a length", name(type));
                };
        if (length < 0 || length > bytes.remaining()) {
            throw error(
                    "a length of at most the %d bytes that follow".formatted(bytes.remaining()),
                    String.valueOf(length));
        }
        return (int) length;
    }

    private String text(int length) {
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}

package org.l1ring.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uk.co.real_logic.sbe.ir.Ir;
import uk.co.real_logic.sbe.ir.Token;
import uk.co.real_logic.sbe.otf.AbstractTokenListener;
import uk.co.real_logic.sbe.otf.OtfHeaderDecoder;
import uk.co.real_logic.sbe.otf.OtfMessageDecoder;
import uk.co.real_logic.sbe.xml.IrGenerator;
import uk.co.real_logic.sbe.xml.ParserOptions;
import uk.co.real_logic.sbe.xml.XmlSchemaParser;

/** Reads our records by nothing but the schema. */
class SchemaTest {
    private static Ir schema;

    @BeforeAll
    static void parse() throws Exception {
        ParserOptions strict = ParserOptions.builder().warningsFatal(true).build();
        try (InputStream xml = Envelope.class.getResourceAsStream("wire-schema.xml")) {
            schema = new IrGenerator().generate(XmlSchemaParser.parse(xml, strict));
        }
    }

    private static List<Integer> kinds() {
        return IntStream.range(0, TestRecords.KINDS).boxed().toList();
    }

    /** Collects the fields of a message by name. */
    private static final class Fields extends AbstractTokenListener {
        private final Map<String, Object> values = new LinkedHashMap<>();

        @Override
        public void onEncoding(
                Token field, DirectBuffer buffer, int at, Token type, int actingVersion) {
            Object value =
                    type.arrayLength() > 1
                            ? HexFormat.of().formatHex(bytes(buffer, at, type.arrayLength()))
                            : number(buffer, at, type);
            values.put(field.name(), value);
        }

        private static long number(DirectBuffer buffer, int at, Token type) {
            return switch (type.encoding().primitiveType()) {
                case UINT8 -> Byte.toUnsignedLong(buffer.getByte(at));
                case UINT16 ->
                        Short.toUnsignedLong(buffer.getShort(at, type.encoding().byteOrder()));
                case UINT32 ->
                        Integer.toUnsignedLong(buffer.getInt(at, type.encoding().byteOrder()));
                case INT32 -> buffer.getInt(at, type.encoding().byteOrder());
                case INT64, UINT64 -> buffer.getLong(at, type.encoding().byteOrder());
                default -> throw new AssertionError("type of " + type);
            };
        }

        private static byte[] bytes(DirectBuffer buffer, int at, int length) {
            byte[] bytes = new byte[length];
            buffer.getBytes(at, bytes);
            return bytes;
        }

        @Override
        public void onVarData(Token field, DirectBuffer buffer, int at, int length, Token type) {
            byte[] bytes = bytes(buffer, at, length);
            boolean text = "UTF-8".equals(type.encoding().characterEncoding());
            values.put(
                    field.name(),
                    text ? new String(bytes, StandardCharsets.UTF_8) : ByteBuffer.wrap(bytes));
        }
    }

    private static Map<String, Object> read(byte[] record, String kind) {
        UnsafeBuffer buffer = new UnsafeBuffer(record);
        OtfHeaderDecoder header = new OtfHeaderDecoder(schema.headerStructure());
        assertEquals(schema.id(), header.getSchemaId(buffer, 0));
        assertEquals(schema.version(), header.getSchemaVersion(buffer, 0));
        List<Token> message = schema.getMessage(header.getTemplateId(buffer, 0));
        assertEquals(kind, message.getFirst().name());
        assertEquals(message.getFirst().encodedLength(), header.getBlockLength(buffer, 0));
        Fields fields = new Fields();
        int end =
                OtfMessageDecoder.decode(
                        buffer,
                        header.encodedLength(),
                        schema.version(),
                        header.getBlockLength(buffer, 0),
                        message,
                        fields);
        assertEquals(record.length, end);
        return fields.values;
    }

    /** The fields that a record has beside checksum and length. */
    private static Map<String, Object> fields(Record made) throws ReflectiveOperationException {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (made instanceof AcceptStart) {
            fields.put("orbit", 0L);
        }
        for (RecordComponent component : made.getClass().getRecordComponents()) {
            Object value = component.getAccessor().invoke(made);
            if (value instanceof SliceOrigin origin) {
                fields.putAll(fields(origin));
                continue;
            }
            // a scored slice has its accepted crossings beside those of its origin
            boolean accepted =
                    made instanceof ScoredSlice && component.getName().equals("crossings");
            fields.put(
                    accepted ? "acceptedCrossings" : component.getName(),
                    switch (value) {
                        case Integer number -> number.longValue();
                        case Boolean truth -> truth ? 1L : 0L;
                        default -> value;
                    });
        }
        return fields;
    }

    @ParameterizedTest(name = "kind {0}")
    @MethodSource("kinds")
    void schemaDescribesTheBytes(int kind) throws ReflectiveOperationException {
        for (long seed = 100; seed < 120; seed++) {
            WireMessage made = new TestRecords(seed).next(kind);
            byte[] record = made.encode();
            Map<String, Object> read = read(record, made.getClass().getSimpleName());
            Map<String, Object> expected = fields((Record) made);
            expected.put("length", (long) record.length);
            expected.put(
                    "checksum",
                    Integer.toUnsignedLong(
                            ByteBuffer.wrap(record)
                                    .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                                    .getInt(Envelope.CHECKSUM_AT)));
            assertEquals(expected, read, "seed " + seed);
        }
    }

    @Test
    void schemaHasTheKindsThatThereAre() {
        Set<Integer> ours = new TreeSet<>();
        for (MessageType type : MessageType.values()) {
            ours.add(type.template());
        }
        Set<Integer> described = new TreeSet<>();
        List<List<Token>> messages = new ArrayList<>(schema.messages());
        messages.forEach(tokens -> described.add(tokens.getFirst().id()));
        assertEquals(ours, described);
        assertEquals(Envelope.SCHEMA, schema.id());
        assertEquals(Envelope.VERSION, schema.version());
    }
}

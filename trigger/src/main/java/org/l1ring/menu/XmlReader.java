package org.l1ring.menu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.l1ring.table.InputFile;

/** Reads XML, plain or gzip, without document types, entities or anything outside the file. */
public final class XmlReader {
    private static final int DEEPEST = 32;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private XmlReader() {}

    /**
     * The root element of a file.
     *
     * @param file to read
     * @param kind what the file should be, in the singular, for messages: {@code menu}
     * @throws MenuException when it is not well-formed, or has a document type or entities
     * @throws IOException when it cannot be read
     */
    public static XmlElement read(Path file, String kind) throws IOException {
        return read(file.getFileName().toString(), InputFile.open(file), kind);
    }

    /**
     * The root element of a text.
     *
     * @param name of it, for messages
     * @param bytes in UTF-8, closed here
     * @param kind what it should be
     */
    static XmlElement read(String name, InputStream bytes, String kind) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try (BufferedReader in = open(bytes)) {
            XMLStreamReader reader = factory.createXMLStreamReader(in);
            try {
                return read(name, kind, reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException broken) {
                throw InputFile.broken(name, broken);
            }
            throw malformed(name, kind, e);
        }
    }

    /**
     * The characters of a file. The parser's own decoding prints to standard error when it fails.
     */
    private static BufferedReader open(InputStream bytes) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
        in.mark(1);
        if (in.read() != BYTE_ORDER_MARK) {
            in.reset();
        }
        return in;
    }

    /** Whether the first character of a file that is no space begins an element. */
    static boolean isXml(Path file) throws IOException {
        try (BufferedReader in = open(InputFile.open(file))) {
            int next = in.read();
            while (next >= 0 && Character.isWhitespace(next)) {
                next = in.read();
            }
            return next == '<';
        }
    }

    private static XmlElement read(String file, String kind, XMLStreamReader reader)
            throws XMLStreamException {
        Deque<XmlElement> open = new ArrayDeque<>();
        XmlElement root = null;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new MenuException(
                                file + ": line " + reader.getLocation().getLineNumber(),
                                "expected plain XML, got a document type or an entity, which %ss do not have; remove it"
                                        .formatted(kind));
                case XMLStreamConstants.START_ELEMENT -> {
                    XmlElement element =
                            new XmlElement(
                                    reader.getLocalName(),
                                    reader.getLocation().getLineNumber(),
                                    attributes(reader));
                    if (open.isEmpty()) {
                        root = element;
                    } else {
                        open.peek().add(element);
                    }
                    open.push(element);
                    if (open.size() > DEEPEST) {
                        throw new MenuException(
                                file + ": line " + element.line(),
                                "expected elements at most %d deep, got more; give the XML of a %s"
                                        .formatted(DEEPEST, kind));
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!open.isEmpty()) {
                        open.peek().add(reader.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                default -> {}
            }
        }
        return root;
    }

    private static Map<String, String> attributes(XMLStreamReader reader) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        return attributes;
    }

    private static MenuException malformed(String file, String kind, XMLStreamException failure) {
        String[] lines = failure.getMessage().split("\\R", -1);
        String reason = lines[lines.length - 1].replaceFirst("^Message: ", "").strip();
        int line = failure.getLocation() == null ? 0 : failure.getLocation().getLineNumber();
        return new MenuException(
                file + ": line " + line,
                "expected well-formed XML, got: %s; export the %s again".formatted(reason, kind));
    }
}

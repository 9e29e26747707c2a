package org.l1ring.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.l1ring.frame.StreamException;

/** A file of Kafka properties, of clients or of a broker; no message shows a line of it. */
final class PropertyFile {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*");

    private PropertyFile() {}

    /**
     * Reads a file.
     *
     * @param file UTF-8 text, lines of {@code name=value}
     * @throws StreamException if it is not there, cannot be read or is something else
     */
    static Map<String, String> read(Path file) {
        if (!Files.exists(file)) {
            throw new StreamException(
                    file + ": no such file; expected Kafka properties, lines of name=value");
        }
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(text);
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw notProperties(file);
        } catch (IOException e) {
            throw new StreamException(
                    file
                            + ": expected a file of Kafka properties that can be read, got "
                            + e.getClass().getSimpleName()
                            + "; name another",
                    e);
        }
        Map<String, String> read = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (!NAME.matcher(name).matches()) {
                throw notProperties(file);
            }
            read.put(name, properties.getProperty(name).strip());
        }
        return read;
    }

    private static StreamException notProperties(Path file) {
        return new StreamException(
                file
                        + ": expected Kafka properties, lines of name=value, got other text;"
                        + " a value over several lines needs a \\ at the end of each");
    }
}

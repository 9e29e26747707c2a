package org.l1ring.project;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Text resources of this package with {@code @name@} replaced. */
final class Templates {
    private Templates() {}

    static String fill(String resource, Map<String, String> values) {
        String text;
        try (InputStream stream = Templates.class.getResourceAsStream(resource)) {
            text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        return text;
    }
}

package org.l1ring.tool;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts that are kept as resources. */
public final class TextResource {
    private TextResource() {}

    /**
     * A whole text.
     *
     * @param owner a class in the package of the resource
     * @param path of the resource, within that package
     * @throws IllegalStateException if there is no such resource
     */
    public static String read(Class<?> owner, String path) {
        try (InputStream stream = owner.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("no resource " + path);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

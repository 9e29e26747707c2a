package org.l1ring.hls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The texts that are kept as resources. */
final class Texts {
    private Texts() {}

    static String resource(String path) {
        try (InputStream stream = Texts.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("no resource " + path);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What every generated file begins with: whence it comes, and nothing that changes. */
    static String heading(String what, String name, String digest) {
        return "// %s of %s, by L1Ring from circuit\n// %s\n"
                .formatted(what, oneLine(name), digest);
    }

    /** Text that cannot end or continue the comment that it stands in. */
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\\\]", "_").replace("*/", "*_").replace("??", "?_");
    }
}

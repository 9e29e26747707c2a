package org.l1ring.hls;

import org.l1ring.tool.TextResource;

/** The texts that are kept as resources. */
final class Texts {
    private Texts() {}

    static String resource(String path) {
        return TextResource.read(Texts.class, path);
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

package org.l1ring.project;

import java.util.Map;
import org.l1ring.tool.TextResource;

/** Text resources of this package with {@code @name@} replaced. */
final class Templates {
    private Templates() {}

    static String fill(String resource, Map<String, String> values) {
        String text = TextResource.read(Templates.class, resource);
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        return text;
    }
}

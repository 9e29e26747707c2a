package org.l1ring.hls;

import java.util.ArrayList;
import java.util.List;

/** One configuration struct of parameters.h. */
final class ConfigText {
    private final String name;
    private final String base;
    private final List<String> lines = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    ConfigText(String name, String base) {
        this.name = name;
        this.base = base;
    }

    String name() {
        return name;
    }

    ConfigText set(String field, long value) {
        lines.add("static const unsigned %s = %d;".formatted(field, value));
        return this;
    }

    ConfigText setSigned(String field, int value) {
        lines.add("static const int %s = %d;".formatted(field, value));
        return this;
    }

    ConfigText setLong(String field, long value) {
        lines.add("static const unsigned long long %s = %dULL;".formatted(field, value));
        return this;
    }

    ConfigText setFlag(String field, boolean value) {
        lines.add("static const bool %s = %s;".formatted(field, value));
        return this;
    }

    ConfigText strategy(boolean adders) {
        lines.add(
                "static const unsigned strategy = nnet::%s;"
                        .formatted(adders ? "distributed_arithmetic" : "latency"));
        lines.add("static const unsigned reuse_factor = 1;");
        return this;
    }

    ConfigText type(String field, Object type) {
        lines.add("typedef %s %s;".formatted(type, field));
        return this;
    }

    ConfigText line(String line) {
        lines.add(line);
        return this;
    }

    ConfigText remark(String remark) {
        remarks.add(remark);
        return this;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        remarks.forEach(remark -> text.append("// ").append(remark).append('\n'));
        text.append("struct %s : nnet::%s {%n".formatted(name, base).replace("\r", ""));
        lines.forEach(line -> text.append("    ").append(line).append('\n'));
        return text.append("};\n").toString();
    }
}

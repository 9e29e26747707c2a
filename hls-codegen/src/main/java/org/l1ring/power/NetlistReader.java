package org.l1ring.power;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a mapped netlist in Verilog as Yosys writes it and OpenSTA reads it: modules with ports,
 * wires, instances with named ports, assignments of nets.
 */
final class NetlistReader {
    private final String file;
    private final String text;
    private final Map<String, String> names = new HashMap<>();
    private int at;
    private int start;
    private String token = "";

    private NetlistReader(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * The modules of a file by name.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no such netlist; the message has the line
     */
    static Map<String, NetlistModule> read(Path file) throws IOException {
        NetlistReader reader =
                new NetlistReader(
                        file.toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        Map<String, NetlistModule> modules = new LinkedHashMap<>();
        reader.advance();
        while (!reader.token.isEmpty()) {
            NetlistModule module = reader.module();
            modules.put(module.name(), module);
        }
        return modules;
    }

    private IllegalArgumentException bad(String expected) {
        long line = 1 + text.substring(0, start).chars().filter(c -> c == '\n').count();
        return new IllegalArgumentException(
                "%s: line %d: expected %s of a mapped netlist, got %s; write it anew with make synth"
                        .formatted(
                                file,
                                line,
                                expected,
                                token.isEmpty() ? "the end of the file" : "'" + token + "'"));
    }

    private void skip() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at) || text.startsWith("(*", at)) {
                int end = text.indexOf(text.charAt(at) == '/' ? "*/" : "*)", at + 2);
                at = end < 0 ? text.length() : end + 2;
            } else {
                return;
            }
        }
    }

    /** The next token: a name without its escape, a number, or a sign. Names are kept once. */
    private void advance() {
        skip();
        start = at;
        if (at >= text.length()) {
            token = "";
            return;
        }
        int begin = at;
        if (text.charAt(at) == '\\') {
            while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            begin++;
        } else if (inName(text.charAt(at))) {
            while (at < text.length() && inName(text.charAt(at))) {
                at++;
            }
        } else {
            at++;
        }
        String word = text.substring(begin, at);
        token = names.computeIfAbsent(word, same -> same);
    }

    private static boolean inName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '\'';
    }

    private String take() {
        if (token.isEmpty()) {
            throw bad("more");
        }
        String taken = token;
        advance();
        return taken;
    }

    private void take(String wanted) {
        if (!token.equals(wanted)) {
            throw bad("'" + wanted + "'");
        }
        advance();
    }

    private NetlistModule module() {
        take("module");
        String name = take();
        List<String> ports = new ArrayList<>();
        if (token.equals("(")) {
            advance();
            while (!token.equals(")")) {
                ports.add(take());
                if (token.equals(",")) {
                    advance();
                }
            }
            advance();
        }
        take(";");
        NetlistModule module = new NetlistModule(name, ports);
        while (!token.equals("endmodule")) {
            statement(module);
        }
        advance();
        return module;
    }

    private void statement(NetlistModule module) {
        String word = take();
        switch (word) {
            case "input", "output", "inout", "wire" -> declaration(module);
            case "assign" -> {
                int[] left = bits(module);
                take("=");
                int[] right = bits(module);
                for (int i = 0; i < left.length; i++) {
                    module.assign(left[i], i < right.length ? right[i] : NetlistModule.ZERO);
                }
                take(";");
            }
            default -> instance(module, word);
        }
    }

    private void declaration(NetlistModule module) {
        int low = 0;
        int width = 1;
        if (token.equals("[")) {
            advance();
            int high = number();
            take(":");
            low = number();
            take("]");
            width = high - low + 1;
            if (width < 1) {
                throw bad("a range with the highest bit first");
            }
        }
        while (!token.equals(";")) {
            module.declare(take(), low, width);
            if (token.equals(",")) {
                advance();
            }
        }
        advance();
    }

    private int number() {
        try {
            return Integer.parseInt(take());
        } catch (NumberFormatException _) {
            throw bad("a number before this");
        }
    }

    private void instance(NetlistModule module, String type) {
        String name = take();
        take("(");
        Map<String, int[]> ports = new HashMap<>();
        while (!token.equals(")")) {
            take(".");
            String port = take();
            take("(");
            ports.put(port, token.equals(")") ? new int[0] : bits(module));
            take(")");
            if (token.equals(",")) {
                advance();
            }
        }
        advance();
        take(";");
        module.add(new NetlistModule.Instance(type, name, ports));
    }

    /** The bits of an expression, lowest first. */
    private int[] bits(NetlistModule module) {
        if (token.equals("{")) {
            List<int[]> parts = new ArrayList<>();
            do {
                advance();
                parts.add(bits(module));
            } while (token.equals(","));
            take("}");
            return parts.reversed().stream().flatMapToInt(Arrays::stream).toArray();
        }
        String word = token;
        int[] net = module.net(word);
        if (net == null) {
            if (!word.isEmpty() && Character.isDigit(word.charAt(0))) {
                return constant(take());
            }
            throw bad("a declared net");
        }
        advance();
        if (!token.equals("[")) {
            return net;
        }
        advance();
        int high = number() - module.low(word);
        int low = high;
        if (token.equals(":")) {
            advance();
            low = number() - module.low(word);
        }
        take("]");
        if (low < 0 || high < low || high >= net.length) {
            throw bad("bits within the net before this");
        }
        return Arrays.copyOfRange(net, low, high + 1);
    }

    /** A number such as 1'h1; undefined bits are 0. */
    private int[] constant(String word) {
        int quote = word.indexOf('\'');
        String digits = quote < 0 ? "" : word.substring(quote + 1).replaceFirst("^s", "");
        int shift = digits.startsWith("h") ? 4 : digits.startsWith("b") ? 1 : 0;
        if (shift == 0) {
            throw bad("a constant as 1'h0 or 1'b0 before this");
        }
        int[] bits = new int[Integer.parseInt(word.substring(0, quote))];
        for (int i = 0; i < bits.length; i++) {
            int place = digits.length() - 1 - i / shift;
            int digit = place < 1 ? 0 : Character.digit(digits.charAt(place), 16);
            bits[i] = digit > 0 && (digit >> i % shift & 1) != 0 ? 1 : 0;
        }
        return bits;
    }
}

package org.l1ring.importer.hls4ml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.TypeText;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.ModelException;

/** Reads the top function: its ports, variables and calls, in order. */
final class TopFunction {
    private static final int MAX_PORT = 1 << 20;
    private static final List<String> SILENT =
            List.of("save_layer_output", "load_weights_from_txt", "assert");

    private final SourceFolder folder;
    private final Path project;
    private final Declarations declarations;
    private final Map<String, String> comments;
    private final Declarations.CppFunction function;
    private final Network network;
    private final Map<String, Port> ports = new LinkedHashMap<>();
    private final List<String> read = new ArrayList<>();
    private final List<String> written = new ArrayList<>();

    /** A parameter: an input or output of the function. */
    record Port(Token at, String name, CppType type, int size) {}

    private TopFunction(
            SourceFolder folder,
            Path project,
            Declarations declarations,
            Map<String, String> comments,
            Declarations.CppFunction function) {
        this.folder = folder;
        this.project = project;
        this.declarations = declarations;
        this.comments = comments;
        this.function = function;
        this.network = new Network(declarations, Dialect.of(folder));
    }

    /**
     * Reads a function.
     *
     * @param comments line comments by {@code file:line}, which name the layers
     */
    static TopFunction read(
            SourceFolder folder,
            Path project,
            Declarations declarations,
            Map<String, String> comments,
            Declarations.CppFunction function) {
        TopFunction top = new TopFunction(folder, project, declarations, comments, function);
        top.readPorts();
        top.statements(function.body());
        top.unread();
        return top;
    }

    Network network() {
        return network;
    }

    String name() {
        return function.name();
    }

    Token place() {
        return function.place();
    }

    /** Names of all parameters, in order. */
    List<String> ports() {
        return List.copyOf(ports.keySet());
    }

    /**
     * The network's inputs in the order of the parameters, after preprocessing when there is one.
     */
    List<String> inputs() {
        List<String> inputs = new ArrayList<>(network.inputs().keySet());
        List<String> order = ports();
        if (order.containsAll(inputs)) {
            inputs.sort(Comparator.comparingInt(order::indexOf));
        }
        return inputs;
    }

    /** Ports that calls wrote, in the order of the parameters. */
    List<String> outputs() {
        return ports.keySet().stream().filter(written::contains).toList();
    }

    private void readPorts() {
        for (List<Token> words : Words.split(function.parameters(), function.place())) {
            int open = 0;
            while (open < words.size() && !words.get(open).is("[")) {
                open++;
            }
            if (open < 2 || !words.get(open - 1).isName()) {
                throw function.place()
                        .error("expected parameters TYPE NAME[SIZE] of " + function.name());
            }
            Token name = words.get(open - 1);
            CppType type = declarations.type(words.subList(0, open - 1), name, null);
            int size = 0;
            if (open < words.size()) {
                int end = Words.close(words, open);
                List<Token> extent = words.subList(open + 1, end - 1);
                size = (int) declarations.whole(extent, name, null, 1, MAX_PORT);
            }
            ports.put(name.text(), new Port(name, name.text(), type, size));
            network.declare(name.text(), type);
        }
    }

    /** Ports that no call reads or writes are inputs too. */
    private void unread() {
        for (Port port : ports.values()) {
            if (!read.contains(port.name()) && !written.contains(port.name())) {
                read(port.name(), port.at());
            }
        }
    }

    private void statements(List<Token> body) {
        int from = 0;
        int i = 0;
        while (i < body.size()) {
            Token word = body.get(i);
            if (word.is("{") && i > from && body.get(from).is("if")) {
                i = Words.close(body, i);
                condition(body.subList(from, i));
                from = i;
            } else if (word.is("(") || word.is("[") || word.is("{")) {
                i = Words.close(body, i);
            } else {
                if (word.is(";")) {
                    statement(body.subList(from, i));
                    from = i + 1;
                }
                i++;
            }
        }
        if (from < body.size()) {
            throw body.get(from).expected("a statement that ends in a semicolon");
        }
    }

    /** The only condition is that weights are not loaded yet. */
    private void condition(List<Token> words) {
        boolean loads = words.stream().anyMatch(w -> w.text().contains("loaded_weights"));
        if (!loads) {
            throw words.getFirst().error("expected calls one after the other, got a condition");
        }
        int open = 0;
        while (!words.get(open).is("{")) {
            open++;
        }
        List<Token> body = words.subList(open + 1, words.size() - 1);
        int from = 0;
        for (int i = 0; i < body.size(); i++) {
            if (body.get(i).is(";")) {
                loadWeights(body.subList(from, i));
                from = i + 1;
            }
        }
    }

    private void loadWeights(List<Token> words) {
        boolean loads = words.stream().anyMatch(w -> w.text().matches("load_\\w*weights_from_txt"));
        if (!loads) {
            return;
        }
        int open = 0;
        while (open < words.size() && !words.get(open).is("(")) {
            open++;
        }
        if (open == words.size()) {
            throw words.getFirst().expected("a call that loads weights");
        }
        List<List<Token>> arguments =
                Words.arguments(words.subList(open, words.size()), words.getFirst());
        if (arguments.size() != 2) {
            throw words.getFirst().error("expected an array and a file to load");
        }
        Token file = arguments.get(1).getFirst();
        for (Path base : List.of(project.resolve("weights"), folder.root().resolve("weights"))) {
            Path path = base.resolve(file.text()).normalize();
            if (folder.has(path)) {
                network.load(arguments.getFirst().getLast().text(), numbers(path));
                return;
            }
        }
    }

    private double[] numbers(Path path) {
        String name = folder.name(path);
        String text = folder.text(path).replaceAll("[{}]", " ").strip();
        String[] fields = text.isEmpty() ? new String[0] : text.split("[,\\s]+");
        double[] values = new double[fields.length];
        for (int i = 0; i < values.length; i++) {
            try {
                values[i] = Double.parseDouble(fields[i]);
            } catch (NumberFormatException e) {
                throw new ModelException(
                        name + ":1",
                        "expected numbers with commas between, got \"%s\" as number %d"
                                .formatted(fields[i], i + 1));
            }
        }
        return values;
    }

    private void statement(List<Token> words) {
        if (words.isEmpty()) {
            return;
        }
        Token first = words.getFirst();
        if (first.is("return") || first.is("static") || first.is("using")) {
            return;
        }
        int equals = indexOf(words, "=");
        if (equals > 0) {
            alias(words, equals);
            return;
        }
        int open = 0;
        while (open < words.size() && !words.get(open).is("(") && !words.get(open).is("[")) {
            boolean template = words.get(open).is("<") && open > 0 && words.get(open - 1).isName();
            open = template ? Words.close(words, open) : open + 1;
        }
        boolean call = open < words.size() && words.get(open).is("(");
        boolean stream = words.stream().anyMatch(w -> w.is("stream"));
        boolean constructor =
                call
                        && stream
                        && open > 1
                        && words.get(open - 1).isName()
                        && !words.get(open - 2).is("::");
        if (!call || constructor) {
            declare(words, open);
        } else {
            call(words, open);
        }
    }

    private static int indexOf(List<Token> words, String sign) {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).is(sign)) {
                return i;
            }
        }
        return -1;
    }

    private void alias(List<Token> words, int equals) {
        boolean reference =
                words.getFirst().is("auto") && equals == words.size() - 2 && words.get(1).is("&");
        if (!reference) {
            throw words.getFirst().expected("a call, a variable or auto& NAME = NAME");
        }
        String source = words.getLast().text();
        read(source, words.getLast());
        String name = words.get(equals - 1).text();
        network.bind(name, network.variable(source, words.getLast()));
    }

    private void declare(List<Token> words, int end) {
        if (end < 2 || !words.get(end - 1).isName()) {
            throw words.getFirst().expected("a variable TYPE NAME[SIZE]");
        }
        Token name = words.get(end - 1);
        network.declare(
                name.text(), declarations.type(words.subList(0, end - 1), words.getFirst(), null));
    }

    /** Binds a port that is read before it is written: an input. */
    private void read(String variable, Token at) {
        Port port = ports.get(variable);
        if (port == null || network.knows(variable)) {
            return;
        }
        CppType.Fixed type =
                switch (port.type()) {
                    case CppType.Fixed fixed -> fixed;
                    case CppType.Packed packed -> packed.element();
                    case CppType.Other other ->
                            throw at.error(
                                    "expected inputs of a type ap_[u]fixed, got " + other.name());
                };
        read.add(variable);
        int size = port.size();
        if (port.type() instanceof CppType.Packed packed && size > 0) {
            size = Math.multiplyExact(size, packed.size());
        }
        network.addInput(variable, new Tensor(variable, size, types(port, type, size), type));
    }

    /** Types of an input's elements: those that remarks of our own projects give, or the port's. */
    private ElementTypes types(Port port, CppType.Fixed type, int size) {
        Map<Integer, FixedType> own = new HashMap<>();
        Pattern remark = Pattern.compile(port.name() + "\\[(\\d{1,7})\\]: (ap_.*)");
        for (String comment : comments.values()) {
            Matcher match = remark.matcher(comment);
            if (match.matches()) {
                try {
                    own.put(Integer.valueOf(match.group(1)), TypeText.parse(match.group(2)));
                } catch (IllegalArgumentException e) {
                    throw port.at().error("remark on its types: " + e.getMessage());
                }
            }
        }
        if (own.size() != size || size == 0) {
            return ElementTypes.all(type.type(port.at()));
        }
        return new ElementTypes(
                IntStream.range(0, size)
                        .mapToObj(i -> own.getOrDefault(i, type.type(port.at())))
                        .toList());
    }

    private void call(List<Token> words, int open) {
        if (open == 0) {
            throw words.getFirst().expected("a call, a variable or auto& NAME = NAME");
        }
        int nameEnd = open;
        List<List<Token>> templates = List.of();
        int angle = indexOf(words.subList(0, open), "<");
        if (angle > 0) {
            templates = Words.arguments(words.subList(angle, open), words.getFirst());
            nameEnd = angle;
        }
        Token name = words.get(nameEnd - 1);
        if (!name.isName()) {
            throw name.expected("the name of a function");
        }
        if (SILENT.contains(name.text())) {
            return;
        }
        List<String> arguments = new ArrayList<>();
        List<List<Token>> parts = Words.arguments(words.subList(open, words.size()), name);
        for (List<Token> part : parts) {
            arguments.add(part.size() == 1 ? part.getFirst().text() : joined(part));
        }
        Token last = words.getLast();
        String comment = comments.getOrDefault(last.file() + ":" + last.line(), "");
        String layer = comment.matches("[\\w.\\-/]+") ? comment : "";
        for (String argument : arguments) {
            boolean input = !written.contains(argument) && ports.containsKey(argument);
            if (input && !argument.equals(result(name.text(), arguments))) {
                read(argument, name);
            }
        }
        if (layer.isEmpty()) {
            String result = result(name.text(), arguments);
            layer = result.isEmpty() ? name.text() : result.replaceFirst("_out$", "");
        }
        Call call = new Call(network, name, name.text(), templates, arguments, layer);
        network.at(name);
        try {
            CallMapper.map(call);
        } catch (ArithmeticException e) {
            throw call.error("expected sizes within bounds, got an error: " + e.getMessage());
        }
        for (String argument : arguments) {
            if (ports.containsKey(argument) && !read.contains(argument)) {
                written.add(argument);
            }
        }
    }

    private static String joined(List<Token> words) {
        StringBuilder text = new StringBuilder();
        words.forEach(word -> text.append(word.text()));
        return text.toString();
    }

    /** The variable that a call writes: the last of its first arguments that no call gave. */
    private String result(String name, List<String> arguments) {
        if (declarations.functions.containsKey(name)) {
            return arguments.isEmpty() ? "" : arguments.getLast();
        }
        for (String argument : arguments.subList(Math.min(1, arguments.size()), arguments.size())) {
            if (network.isDeclared(argument)
                    && !network.knows(argument)
                    && !isConfiguredInput(name, arguments, argument)) {
                return argument;
            }
        }
        return "";
    }

    /** Merges read their first two arguments. */
    private static boolean isConfiguredInput(String name, List<String> arguments, String argument) {
        boolean merge =
                name.matches(
                        "add|subtract|multiply\\w*|average|maximum|minimum|dot\\w*|concatenate\\w*|matmul\\w*|einsum");
        return merge && arguments.indexOf(argument) < 2;
    }
}

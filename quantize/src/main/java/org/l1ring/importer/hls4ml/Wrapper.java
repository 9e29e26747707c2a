package org.l1ring.importer.hls4ml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.model.Preprocessing;

/** The emulator class around a top function: scaling of inputs, and what is made of the result. */
final class Wrapper {
    private static final String BASE = "hls4mlEmulator";

    private final String file;
    private final Declarations declarations;
    private final Map<String, Method> methods = new LinkedHashMap<>();

    /** Members that the top function is called with, by its ports. */
    private final Map<String, String> members = new LinkedHashMap<>();

    /** Name of the method that makes a score of the result, and the member that gets it. */
    private String scoreMethod = "";

    private String scoreMember = "";
    private Optional<Preprocessing> preprocessing = Optional.empty();

    /** A method: its words, and the same as text with spaces between. */
    private record Method(Token at, List<Token> parameters, String text) {}

    private Wrapper(String file, Declarations declarations) {
        this.file = file;
        this.declarations = declarations;
    }

    /** The wrapper in a folder, if it has one; it must be one that can be read. */
    static Optional<Wrapper> find(SourceFolder folder, Path project, TopFunction top) {
        for (Path path : folder.own(".*\\.(cpp|cc|cxx)")) {
            if (folder.text(path).contains(BASE + "::Model")) {
                List<Token> words =
                        Preprocessor.run(folder, path, project, Set.of(), new HashMap<>());
                Wrapper wrapper = new Wrapper(folder.name(path), DeclarationReader.read(words));
                wrapper.methods(words);
                wrapper.predict(top);
                wrapper.prepare(top);
                return Optional.of(wrapper);
            }
        }
        return Optional.empty();
    }

    String explanation() {
        String scaling =
                preprocessing
                        .map(p ->
                                p instanceof Preprocessing.OffsetThenShift
                                        ? "offset and shift"
                                        : "bias and norm")
                        .orElse("no scaling");
        return file + ": " + scaling + (scoreMethod.isEmpty() ? "" : ", a score");
    }

    Optional<Preprocessing> preprocessing() {
        return preprocessing;
    }

    private static String joined(List<Token> words) {
        StringBuilder text = new StringBuilder();
        words.forEach(word -> text.append(word.text()).append(' '));
        return text.toString();
    }

    private void methods(List<Token> words) {
        int at = 0;
        while (at < words.size() && !isEmulator(words, at)) {
            at++;
        }
        if (at == words.size()) {
            throw new ModelException(file + ":1", "expected a class of " + BASE + ", got none");
        }
        while (!words.get(at).is("{")) {
            at++;
        }
        int end = Words.close(words, at) - 1;
        for (int i = at + 1; i < end; i++) {
            Token word = words.get(i);
            if (word.is("(") && words.get(i - 1).isName()) {
                int close = Words.close(words, i);
                int open = close;
                while (open < end && !words.get(open).is("{") && !words.get(open).is(";")) {
                    open++;
                }
                if (words.get(open).is("{")) {
                    int body = Words.close(words, open);
                    methods.put(
                            words.get(i - 1).text(),
                            new Method(
                                    words.get(i - 1),
                                    words.subList(i + 1, close - 1),
                                    joined(words.subList(open + 1, body - 1))));
                    open = body - 1;
                }
                i = open;
            }
        }
    }

    private static boolean isEmulator(List<Token> words, int at) {
        boolean opened = words.get(at).is("class") || words.get(at).is("struct");
        if (!opened) {
            return false;
        }
        for (int i = at + 1; i < Math.min(at + 8, words.size()); i++) {
            if (words.get(i).is(BASE)) {
                return true;
            }
            if (words.get(i).is("{")) {
                return false;
            }
        }
        return false;
    }

    private Method method(String name) {
        Method method = methods.get(name);
        if (method == null) {
            throw new ModelException(
                    file + ":1", "expected a method " + name + " of the emulator, got none");
        }
        return method;
    }

    private void predict(TopFunction top) {
        Method predict = method("predict");
        for (String statement : predict.text().split(";", -1)) {
            String text = statement.strip();
            Matcher call = Pattern.compile("(?:\\w+ :: )*(\\w+) \\( (.*) \\)").matcher(text);
            Matcher score = Pattern.compile("(\\w+) = (\\w+) \\( (\\w+) \\)").matcher(text);
            if (score.matches() && methods.containsKey(score.group(2))) {
                scoreMember = score.group(1);
                scoreMethod = score.group(2);
            } else if (call.matches() && call.group(1).equals(top.name())) {
                List<String> ports = top.ports();
                String[] arguments = call.group(2).split(" , ", -1);
                if (arguments.length != ports.size()) {
                    throw predict.at()
                            .error(
                                    "expected a call of %s with %d arguments, got %d"
                                            .formatted(top.name(), ports.size(), arguments.length));
                }
                for (int i = 0; i < arguments.length; i++) {
                    members.put(ports.get(i), arguments[i].strip());
                }
            } else if (!text.isEmpty()) {
                throw predict.at()
                        .error(
                                "expected a call of %s and of a score's method in predict, got \"%s\""
                                        .formatted(top.name(), text));
            }
        }
        if (members.isEmpty()) {
            throw predict.at().error("expected a call of " + top.name() + " in predict");
        }
    }

    private void prepare(TopFunction top) {
        Method prepare = method("prepare_input");
        for (Map.Entry<String, Method> method : methods.entrySet()) {
            boolean called = prepare.text().contains(method.getKey() + " ( ");
            if (called) {
                scaling(top, method.getValue());
            }
        }
    }

    private void scaling(TopFunction top, Method method) {
        String name = "(?:\\w+ :: )*(\\w+)";
        Matcher shift =
                Pattern.compile(
                                "(\\w+) (\\w+) = (\\w+) \\[ (\\w+) \\] - %s \\[ \\4 \\] ; (\\w+) (\\w+) = \\2 >> %s \\[ \\4 \\] ; (\\w+) \\[ \\4 \\] = \\7 ;"
                                        .formatted(name, name))
                        .matcher(method.text().replace("> >", ">>"));
        if (shift.find()) {
            FixedType type = type(shift.group(1), method);
            Call call = call(top, method);
            int size = columns(top, method);
            preprocessing =
                    Optional.of(
                            new Preprocessing.OffsetThenShift(
                                    type,
                                    type(shift.group(6), method),
                                    call.network().constants(shift.group(5), method.at(), size),
                                    shifts(call, shift.group(8), size)));
            return;
        }
        Matcher divide =
                Pattern.compile(
                                "double (\\w+) = (\\w+) \\[ (\\w+) \\] - %s \\[ \\3 \\] ; double (\\w+) = \\1 / %s \\[ \\3 \\] ; (\\w+) \\[ \\3 \\] = (?:static_cast < (\\w+) > )?\\( ?(.*?) ?\\) ;"
                                        .formatted(name, name))
                        .matcher(method.text());
        if (!divide.find()) {
            throw method.at()
                    .error(
                            "expected a scaling by offsets and shifts, or by bias and norm, got another");
        }
        divided(top, method, divide);
    }

    private void divided(TopFunction top, Method method, Matcher divide) {
        int size = columns(top, method);
        FixedType in = unscaled(method);
        if (in.fraction() != 0) {
            throw method.at().error("expected inputs without fraction bits to divide, got " + in);
        }
        Network network = call(top, method).network();
        List<Long> bias = new ArrayList<>();
        List<Integer> bits = new ArrayList<>();
        double[] biases = network.values(divide.group(4), method.at());
        double[] norms = network.values(divide.group(6), method.at());
        if (biases.length != size || norms.length != size) {
            throw method.at()
                    .error(
                            "expected %d biases and norms, got %d and %d"
                                    .formatted(size, biases.length, norms.length));
        }
        for (int i = 0; i < size; i++) {
            int exponent = Math.getExponent(norms[i]);
            if (norms[i] != Math.scalb(1.0, exponent) || exponent < 0) {
                throw method.at().error("expected norms that are powers of two, got " + norms[i]);
            }
            bias.add((long) biases[i]);
            bits.add(exponent);
        }
        String cast = divide.group(8) == null ? "input_t" : divide.group(8);
        preprocessing =
                Optional.of(new Preprocessing.SubtractDivide(in, type(cast, method), bias, bits));
    }

    private List<Integer> shifts(Call call, String name, int size) {
        double[] values = call.network().values(name, call.at());
        List<Integer> shifts = new ArrayList<>();
        for (double value : values) {
            shifts.add((int) value);
        }
        if (shifts.size() != size) {
            throw call.error("expected %d shifts, got %d".formatted(size, shifts.size()));
        }
        return shifts;
    }

    /** A call at a method, to read the wrapper's own constants with. */
    private Call call(TopFunction top, Method method) {
        Network network = new Network(declarations, top.network().dialect());
        return new Call(network, method.at(), method.at().text(), List.of(), List.of(), "score");
    }

    private FixedType type(String name, Method method) {
        CppType type =
                declarations.type(
                        List.of(
                                new Token(
                                        Token.Kind.NAME,
                                        name,
                                        method.at().file(),
                                        method.at().line())),
                        method.at(),
                        null);
        if (!(type instanceof CppType.Fixed fixed)) {
            throw method.at().error("expected a type ap_[u]fixed, got " + name);
        }
        return fixed.cast(method.at());
    }

    /** The type of the columns: that of the scaling's first parameter. */
    private FixedType unscaled(Method method) {
        if (method.parameters().isEmpty()) {
            throw method.at().error("expected a parameter TYPE NAME[SIZE], got none");
        }
        return type(method.parameters().getFirst().text(), method);
    }

    private static int columns(TopFunction top, Method method) {
        int columns = top.network().inputs().values().stream().mapToInt(Tensor::size).sum();
        if (top.network().inputs().size() != 1) {
            throw method.at().error("expected one input to scale, got several");
        }
        return columns;
    }

    /** The network's inputs in the order that the emulator fills them. */
    List<String> inputs(Network network) {
        String text = method("prepare_input").text();
        List<String> order = new ArrayList<>(network.inputs().keySet());
        order.sort(
                Comparator.comparingInt(port -> {
                    int at = text.indexOf(members.get(port) + " [");
                    return at < 0 ? Integer.MAX_VALUE : at;
                }));
        return order;
    }

    /** What the emulator gives, in the order of its result. */
    List<Model.Output> outputs(TopFunction top) {
        Set<String> names = new LinkedHashSet<>();
        String text = method("read_result").text();
        for (String part : List.of("-> first", "-> second", "")) {
            Matcher matcher =
                    Pattern.compile(part + "[^;=]*= (\\w+)(?: \\[ \\w+ \\])? ;").matcher(text);
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
        }
        List<String> ports = top.outputs();
        List<Model.Output> outputs = new ArrayList<>();
        for (String name : names) {
            for (String port : ports) {
                if (name.equals(members.get(port))) {
                    Tensor x = top.network().variable(port, top.place());
                    String shown = ports.size() == 1 ? "result" : port;
                    outputs.add(new Model.Output(shown, x.name(), x.size(), x.types()));
                }
            }
            if (name.equals(scoreMember)) {
                outputs.add(score(top));
            }
        }
        if (outputs.isEmpty()) {
            throw method("read_result")
                    .at()
                    .error("expected copies of the results in read_result, got none");
        }
        return outputs;
    }

    private Model.Output score(TopFunction top) {
        Method method = method(scoreMethod);
        Network network = top.network();
        Tensor x = network.variable(top.outputs().getFirst(), top.place());
        Call call = new Call(network, method.at(), scoreMethod, List.of(), List.of(), "score");
        Matcher squares =
                Pattern.compile(
                                "(\\w+) (\\w+) \\[ .*\\2 \\[ (\\w+) \\] = (\\w+) \\[ \\3 \\] \\* \\4 \\[ \\3 \\] ;.*reduce < \\1 ,")
                        .matcher(method.text());
        Matcher first =
                Pattern.compile("(\\w+) (\\w+) ; \\2 = \\w+ \\[ 0 \\] ; return \\2 ;")
                        .matcher(method.text());
        Layer layer;
        if (squares.find()) {
            FixedType type = type(squares.group(1), method);
            Layer.Head head = network.head(call, "", "score", List.of(x), ElementTypes.all(type));
            layer = new Layer.SumOfSquares(head, x.size(), type);
        } else if (first.find() && x.size() == 1) {
            FixedType type = type(first.group(1), method);
            Layer.Head head = network.head(call, "", "score", List.of(x), ElementTypes.all(type));
            layer = new Layer.Linear(head, 1);
        } else {
            throw method.at()
                    .error("expected a score that is a sum of squares or the result, got another");
        }
        Tensor score = network.add(layer);
        return new Model.Output("score", score.name(), 1, score.types());
    }
}

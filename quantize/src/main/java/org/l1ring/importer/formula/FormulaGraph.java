package org.l1ring.importer.formula;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.l1ring.model.ModelException;

/** Writes formulas as an ONNX graph in memory, a node for each operator and function. */
final class FormulaGraph {
    private static final int OPSET = 17;
    private static final int MAX_NODES = 1000;
    private static final int MAX_POWER = 16;

    /** Functions of one argument that are an operator of ONNX. */
    private static final Map<String, String> OPERATORS =
            Map.ofEntries(
                    Map.entry("neg", "Neg"),
                    Map.entry("abs", "Abs"),
                    Map.entry("exp", "Exp"),
                    Map.entry("log", "Log"),
                    Map.entry("sqrt", "Sqrt"),
                    Map.entry("sin", "Sin"),
                    Map.entry("cos", "Cos"),
                    Map.entry("tan", "Tan"),
                    Map.entry("atan", "Atan"),
                    Map.entry("sinh", "Sinh"),
                    Map.entry("cosh", "Cosh"),
                    Map.entry("tanh", "Tanh"),
                    Map.entry("sigmoid", "Sigmoid"),
                    Map.entry("relu", "Relu"),
                    Map.entry("inv", "Reciprocal"));

    /** Other names of functions: those of SymPy, Julia and C. */
    private static final Map<String, String> SYNONYMS =
            Map.of(
                    "Abs",
                    "abs",
                    "ln",
                    "log",
                    "Max",
                    "max",
                    "Min",
                    "min",
                    "logistic",
                    "sigmoid",
                    "arctan",
                    "atan",
                    "pow",
                    "^",
                    "fabs",
                    "abs");

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("formula");
    private final Map<String, String> values = new HashMap<>();
    private String where = "";

    /** Names that formulas may call. */
    static Set<String> functions() {
        Set<String> names = new TreeSet<>(OPERATORS.keySet());
        names.addAll(SYNONYMS.keySet());
        names.addAll(Set.of("max", "min", "square", "cube"));
        names.remove("neg");
        return names;
    }

    /** Declares an input column. */
    void input(String name) {
        graph.addInput(port(name));
        values.put(name, name);
    }

    /**
     * Adds a formula whose result is an output; later ones may use its name.
     *
     * @param name of the result
     * @param expression its tree
     * @param place file and line, for messages
     * @throws ModelException when it uses what does not exist
     */
    void formula(String name, Expression expression, String place) {
        where = place;
        String result = value(expression);
        node("Identity", name, List.of(result));
        graph.addOutput(port(name));
        values.put(name, name);
    }

    /** The finished model. */
    ModelProto onnx() {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build();
    }

    private static ValueInfoProto port(String name) {
        TensorShapeProto shape =
                TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(1))
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(1))
                        .build();
        TypeProto.Tensor type =
                TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.DOUBLE.getNumber())
                        .setShape(shape)
                        .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(type))
                .build();
    }

    private String value(Expression expression) {
        return switch (expression) {
            case Expression.Real(double value) -> constant(value);
            case Expression.Name(String name) -> {
                if (!values.containsKey(name)) {
                    throw new ModelException(
                            where,
                            "expected an input or an earlier result, got \"%s\"; name it in \"inputs:\""
                                    .formatted(name));
                }
                yield values.get(name);
            }
            case Expression.Call call -> call(call);
        };
    }

    private String call(Expression.Call call) {
        List<Expression> arguments = call.arguments();
        String function = SYNONYMS.getOrDefault(call.function(), call.function());
        int count = arguments.size();
        if (OPERATORS.containsKey(function)) {
            takes(call, count == 1, "one argument");
            return node(OPERATORS.get(function), values(arguments));
        }
        return switch (function) {
            case "+", "-", "*", "/" -> {
                Map<String, String> operators =
                        Map.of("+", "Add", "-", "Sub", "*", "Mul", "/", "Div");
                yield node(operators.get(function), values(arguments));
            }
            case "square", "cube" -> {
                takes(call, count == 1, "one argument");
                yield power(value(arguments.get(0)), function.equals("square") ? 2 : 3);
            }
            case "max", "min" -> {
                takes(call, count >= 1, "an argument");
                yield node(function.equals("max") ? "Max" : "Min", values(arguments));
            }
            case "^" -> {
                takes(call, count == 2, "two arguments");
                yield power(call, arguments.get(0), arguments.get(1));
            }
            default ->
                    throw error(
                            call,
                            "expected one of the functions %s, got \"%s\""
                                    .formatted(String.join(", ", functions()), function));
        };
    }

    private ModelException error(Expression.Call call, String what) {
        return new ModelException(where + ":" + call.column(), what);
    }

    private void takes(Expression.Call call, boolean holds, String wanted) {
        if (!holds) {
            throw error(
                    call,
                    "%s: expected %s, got %d"
                            .formatted(call.function(), wanted, call.arguments().size()));
        }
    }

    private List<String> values(List<Expression> expressions) {
        List<String> results = new ArrayList<>();
        // A stream would take several times the stack, and formulas may be deep.
        for (Expression expression : expressions) {
            results.add(value(expression));
        }
        return results;
    }

    private String power(Expression.Call call, Expression base, Expression exponent) {
        String value = value(base);
        OptionalInt whole = whole(exponent);
        if (whole.isPresent()) {
            String positive = power(value, Math.abs(whole.getAsInt()));
            return whole.getAsInt() < 0 ? node("Reciprocal", List.of(positive)) : positive;
        }
        if (exponent instanceof Expression.Real(double half) && half == 0.5) {
            return node("Sqrt", List.of(value));
        }
        if (base instanceof Expression.Real(double positive) && positive > 0) {
            String factor = constant(Math.log(positive));
            return node("Exp", List.of(node("Mul", List.of(factor, value(exponent)))));
        }
        throw error(
                call,
                "expected a whole exponent of at most %d, 0.5, or a positive constant as base, got"
                                .formatted(MAX_POWER)
                        + " another power; write it with exp and log");
    }

    /** The value of a whole exponent of either sign. */
    private static OptionalInt whole(Expression exponent) {
        if (exponent instanceof Expression.Call(String function, List<Expression> inner, _)
                && function.equals("neg")) {
            OptionalInt positive = whole(inner.get(0));
            return positive.isPresent() ? OptionalInt.of(-positive.getAsInt()) : positive;
        }
        return exponent instanceof Expression.Real(double value)
                        && value == Math.rint(value)
                        && value <= MAX_POWER
                ? OptionalInt.of((int) value)
                : OptionalInt.empty();
    }

    /** A power by squaring. */
    private String power(String value, int exponent) {
        if (exponent == 0) {
            return constant(1);
        }
        if (exponent == 1) {
            return value;
        }
        String half = power(value, exponent / 2);
        String square = node("Mul", List.of(half, half));
        return exponent % 2 == 0 ? square : node("Mul", List.of(square, value));
    }

    private String constant(double value) {
        String name = "constant-" + graph.getInitializerCount();
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(TensorProto.DataType.DOUBLE.getNumber())
                        .addDims(1)
                        .addDims(1)
                        .addDoubleData(value));
        return name;
    }

    private String node(String operator, List<String> inputs) {
        // A formula cannot use a name with a hyphen.
        String name = operator.toLowerCase(Locale.ROOT) + "-" + graph.getNodeCount();
        return node(operator, name, inputs);
    }

    private String node(String operator, String name, List<String> inputs) {
        if (graph.getNodeCount() >= MAX_NODES) {
            throw new ModelException(
                    where, "expected at most %d operations, got more".formatted(MAX_NODES));
        }
        graph.addNode(
                NodeProto.newBuilder()
                        .setOpType(operator)
                        .setName(name)
                        .addAllInput(inputs)
                        .addOutput(name));
        return name;
    }
}

package org.l1ring.importer.keras;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes layers of several inputs. */
final class MergeLayers {
    private final GraphBuilder graph;

    MergeLayers(GraphBuilder graph) {
        this.graph = graph;
    }

    /** What a layer makes of a first and each further value. */
    private interface Rule {
        Value of(String result, Value left, Value right);
    }

    private Value chain(LayerCall call, String result, Rule rule) {
        List<Value> inputs = stretched(call);
        if (inputs.size() < 2) {
            throw call.error("expected at least two inputs, got " + inputs.size());
        }
        Value y = inputs.get(0);
        for (int i = 1; i < inputs.size(); i++) {
            String name = i == inputs.size() - 1 ? result : result + "/part_" + i;
            y = rule.of(name, y, inputs.get(i));
        }
        return y;
    }

    /** Inputs of one shape; smaller ones are repeated along their axes of one element. */
    private List<Value> stretched(LayerCall call) {
        int rank = call.inputs().stream().mapToInt(Value::rank).max().orElse(0);
        List<Integer> most = new ArrayList<>(Collections.nCopies(rank, 1));
        for (Value x : call.inputs()) {
            if (x.rank() != rank) {
                throw call.error("expected inputs of as many dimensions, got " + shapes(call));
            }
            for (int axis = 0; axis < rank; axis++) {
                most.set(axis, Math.max(most.get(axis), x.extent(axis)));
            }
        }
        List<Value> all = new ArrayList<>();
        for (int i = 0; i < call.inputs().size(); i++) {
            Value x = call.inputs().get(i);
            for (int axis = 0; axis < rank; axis++) {
                if (x.extent(axis) == most.get(axis)) {
                    continue;
                }
                if (x.extent(axis) != 1) {
                    throw call.error("expected inputs that fit each other, got " + shapes(call));
                }
                x =
                        graph.gather(
                                call.result() + "/input_%d_axis_%d".formatted(i, axis),
                                x,
                                axis,
                                new int[most.get(axis)]);
            }
            all.add(x);
        }
        return all;
    }

    private static String shapes(LayerCall call) {
        return String.join(" and ", call.inputs().stream().map(x -> x.shape().toString()).toList());
    }

    Value merged(LayerCall call) {
        String result = call.result();
        return switch (call.kind()) {
            case "Add" -> chain(call, result, (name, x, y) -> graph.both("Add", name, x, y));
            case "Multiply" -> chain(call, result, (name, x, y) -> graph.both("Mul", name, x, y));
            case "Subtract" -> {
                if (call.inputs().size() != 2) {
                    throw call.error("expected two inputs, got " + call.inputs().size());
                }
                yield chain(call, result, (name, x, y) -> graph.both("Sub", name, x, y));
            }
            case "Average" -> {
                Value sum =
                        chain(call, result + "/sum", (name, x, y) -> graph.both("Add", name, x, y));
                yield graph.with("Mul", result, sum, 1.0 / call.inputs().size());
            }
            case "Maximum" -> chain(call, result, (name, x, y) -> larger(name, x, y, false));
            case "Minimum" -> chain(call, result, (name, x, y) -> larger(name, x, y, true));
            default -> throw call.error("expected a layer of several inputs");
        };
    }

    /** The larger of two, or the smaller: exact, as a sum with what one exceeds the other by. */
    private Value larger(String result, Value x, Value y, boolean smaller) {
        Value excess = graph.both("Sub", result + "/difference", x, y);
        Value positive = graph.each("Relu", result + "/excess", excess);
        return smaller
                ? graph.both("Sub", result, x, positive)
                : graph.both("Add", result, y, positive);
    }

    Value concatenated(LayerCall call) {
        if (call.inputs().isEmpty()) {
            throw call.error("expected inputs, got none");
        }
        int rank = call.inputs().get(0).rank();
        int axis = call.axis(call.whole("axis", -1), rank);
        for (Value x : call.inputs()) {
            boolean fits = x.rank() == rank && axis > 0;
            for (int other = 0; fits && other < rank; other++) {
                fits = other == axis || x.extent(other) == call.inputs().get(0).extent(other);
            }
            if (!fits) {
                throw call.error(
                        "expected inputs that fit each other along axis %d, got %s"
                                .formatted(axis, shapes(call)));
            }
        }
        return call.inputs().size() == 1
                ? graph.identity(call.result(), call.inputs().get(0))
                : graph.concat(call.result(), call.inputs(), axis);
    }

    /** Sums of products along one axis of each of two inputs. */
    Value dot(LayerCall call) {
        if (call.inputs().size() != 2 || call.truth("normalize", false)) {
            throw call.error("expected two inputs and no normalization");
        }
        Value x = call.inputs().get(0);
        Value y = call.inputs().get(1);
        int[] axes = call.wholes("axes", 2, 1);
        int left = call.axis(axes[0], x.rank());
        int right = call.axis(axes[1], y.rank());
        if (left == 0 || right == 0 || x.extent(left) != y.extent(right)) {
            throw call.error("axes: expected axes of one extent, got shapes " + shapes(call));
        }
        if (x.rank() == 2 && y.rank() == 2) {
            Value row = graph.reshape(call.result() + "/row", x, List.of(1, 1, x.extent(1)));
            Value column = graph.reshape(call.result() + "/column", y, List.of(1, y.extent(1), 1));
            Value product =
                    graph.node(
                            "MatMul",
                            call.result() + "/product",
                            List.of(1, 1, 1),
                            List.of(row, column));
            return graph.reshape(call.result(), product, List.of(1, 1));
        }
        if (x.rank() != 3 || y.rank() != 3) {
            throw call.error("expected inputs of two or three dimensions, got " + shapes(call));
        }
        Value rows = left == 2 ? x : graph.transpose(call.result() + "/rows", x, List.of(0, 2, 1));
        Value columns =
                right == 1 ? y : graph.transpose(call.result() + "/columns", y, List.of(0, 2, 1));
        return graph.node(
                "MatMul",
                call.result(),
                List.of(1, rows.extent(1), columns.extent(2)),
                List.of(rows, columns));
    }
}

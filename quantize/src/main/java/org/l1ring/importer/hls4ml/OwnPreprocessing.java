package org.l1ring.importer.hls4ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Preprocessing;

/** Preprocessing, slices and casts of single elements of our own projects. */
final class OwnPreprocessing {
    private OwnPreprocessing() {}

    static void read(Call call) {
        Struct config = call.config();
        int size = call.whole(config, "n_in");
        Tensor columns = call.input(0, size);
        FixedType in = columns.types().get(0);
        FixedType out = call.template(1).cast(call.at());
        Preprocessing rule =
                call.function().equals("offset_then_shift")
                        ? offsetThenShift(call, config, size, out)
                        : subtractDivide(call, size, in, out);
        call.network().preprocess(call.argument(0), call.argument(1), size, rule);
    }

    private static Preprocessing offsetThenShift(
            Call call, Struct config, int size, FixedType out) {
        FixedType type = call.type(config, "difference_t").cast(config.place());
        ConstantArray offsets = call.constants(2, size);
        return new Preprocessing.OffsetThenShift(type, out, offsets, integers(call, 3, size));
    }

    private static Preprocessing subtractDivide(Call call, int size, FixedType in, FixedType out) {
        ConstantArray bias = call.constants(2, size);
        List<Long> biases = new ArrayList<>();
        List<Integer> bits = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            biases.add((long) bias.type().toReal(bias.raw(i)));
        }
        for (double scale : call.network().values(call.argument(3), call.at())) {
            bits.add(-Math.getExponent(scale));
        }
        if (bits.size() != size) {
            throw call.error("expected %d scales, got %d".formatted(size, bits.size()));
        }
        return new Preprocessing.SubtractDivide(in, out, biases, bits);
    }

    static List<Integer> integers(Call call, int index, int size) {
        double[] values = call.network().values(call.argument(index), call.at());
        if (values.length != size) {
            throw call.error(
                    "expected %d values of %s, got %d"
                            .formatted(size, call.argument(index), values.length));
        }
        return Arrays.stream(values).mapToObj(v -> (int) v).toList();
    }

    /** A part of the columns as an input of its own. */
    static void slice(Call call) {
        Struct config = call.config();
        int size = call.whole(config, "n_in");
        int start = call.whole(config, "start");
        FixedType type = call.template(1).cast(call.at());
        call.network().slice(call, call.argument(0), start, size, type);
    }

    /** Whether a function casts single elements and does nothing else. */
    static boolean casts(Declarations.CppFunction function) {
        List<Token> body = function.body();
        int from = 0;
        for (int i = 0; i < body.size(); i++) {
            if (body.get(i).is(";")) {
                List<Token> words = body.subList(from, i);
                boolean assigns =
                        words.size() > 5
                                && words.get(1).is("[")
                                && words.get(4).is("=")
                                && !words.getFirst().is("const");
                boolean zero = words.size() == 6 && words.get(5).text().equals("0");
                boolean copies = words.size() > 8 && words.get(words.size() - 2).is("]");
                boolean one = words.stream().filter(w -> w.is("(")).count() == 1;
                boolean sums = words.stream().anyMatch(w -> w.is("+") || w.is("<<"));
                boolean shifts = words.stream().anyMatch(w -> w.text().endsWith("shift"));
                if (!assigns || sums || shifts || !(zero || (copies && one))) {
                    return false;
                }
                from = i + 1;
            }
        }
        return from > 0 && from == body.size();
    }

    /** Casts of single elements: {@code res[i] = cast<TYPE>(data[i])} or {@code TYPE(data[i])}. */
    static void elementTypes(Call call, Declarations.CppFunction function) {
        Tensor x = call.network().variable(call.argument(0), call.at());
        FixedType[] types = new FixedType[x.size()];
        List<Token> body = function.body();
        int from = 0;
        for (int i = 0; i < body.size(); i++) {
            if (body.get(i).is(";")) {
                elementType(call, body.subList(from, i), types);
                from = i + 1;
            }
        }
        for (int i = 0; i < types.length; i++) {
            if (types[i] == null) {
                throw function.place()
                        .error("expected a cast of element %d in %s".formatted(i, function.name()));
            }
        }
        String variable = call.argument(1);
        ElementTypes all = new ElementTypes(Arrays.asList(types));
        Layer.Head head = call.network().head(call, "", variable, List.of(x), all);
        call.network().finish(call, variable, new Layer.Linear(head, x.size()));
    }

    private static void elementType(Call call, List<Token> words, FixedType[] types) {
        Token first = words.getFirst();
        Declarations declarations = call.network().declarations();
        boolean indexed = words.size() > 5 && words.get(1).is("[") && words.get(3).is("]");
        if (!indexed || !words.get(4).is("=")) {
            throw first.expected("a statement NAME[I] = cast<TYPE>(NAME[I])");
        }
        int index = (int) declarations.whole(words.subList(2, 3), first, null, 0, types.length - 1);
        int open = 5;
        while (open < words.size() && !words.get(open).is("(")) {
            open++;
        }
        if (open == words.size()) {
            if (words.size() != 6 || !words.get(5).text().equals("0")) {
                throw words.get(5).expected("cast<TYPE>(NAME[I]), TYPE(NAME[I]) or 0");
            }
            types[index] = new FixedType(false, 0, 0, Quantization.TRN, Overflow.WRAP, 0);
            return;
        }
        List<Token> inside = words.subList(open + 1, words.size() - 1);
        boolean same =
                inside.size() == 4
                        && inside.get(1).is("[")
                        && declarations.whole(
                                        inside.subList(2, 3), first, null, 0, types.length - 1)
                                == index;
        if (!same) {
            throw words.get(open).expected("a cast of element " + index);
        }
        List<Token> target = words.subList(5, open);
        int angle = 0;
        while (angle < target.size() && !target.get(angle).is("<")) {
            angle++;
        }
        boolean cast = angle > 0 && angle < target.size() && target.get(angle - 1).is("cast");
        CppType type =
                declarations.type(
                        cast ? target.subList(angle + 1, target.size() - 1) : target, first, null);
        types[index] = call.fixed(type, first).cast(first);
    }
}

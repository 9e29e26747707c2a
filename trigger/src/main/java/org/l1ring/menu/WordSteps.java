package org.l1ring.menu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.fixed.FixedType;
import org.l1ring.frame.FrameLayout;

/** The fields of the Global Trigger's words as steps of a circuit, and gates over many bits. */
final class WordSteps {
    private static final int WORDS = FrameLayout.TRIGGER_WORDS.fields();

    /** What a word may be. */
    static final Interval WORD = new Interval(Integer.MIN_VALUE, Integer.MAX_VALUE);

    private static final int FIRST_EXTERNAL =
            FrameLayout.TRIGGER_WORDS.fieldNames().indexOf("EXTERNAL0");

    private final CircuitBuilder builder = new CircuitBuilder();

    /** The builder that all steps are of. */
    CircuitBuilder builder() {
        return builder;
    }

    /** A quantity of an object, signed where it is. */
    int field(Particle particle, Quantity quantity) {
        Quantity.Place place = quantity.place(particle.type(), particle.slot());
        int raw =
                builder.slice(word(particle.bxOffset(), place.word()), place.low(), place.width());
        return quantity.signed()
                ? builder.cast(raw, 0, FixedType.signed(place.width(), place.width()))
                : raw;
    }

    /** An external condition. */
    int external(int channel, int bxOffset) {
        int word = word(bxOffset, FIRST_EXTERNAL + channel / Integer.SIZE);
        return builder.slice(word, channel % Integer.SIZE, 1);
    }

    private int word(int bxOffset, int word) {
        return builder.input((bxOffset + InputWord.REACH) * WORDS + word, WORD);
    }

    /** 1 when the step lies between two integers. */
    int within(int step, long low, long high) {
        int least = builder.compare(Op.Relation.LESS_OR_EQUAL, builder.constant(low), step);
        int most = builder.compare(Op.Relation.LESS_OR_EQUAL, step, builder.constant(high));
        return and(least, most);
    }

    /** 1 when the step is at least an integer. */
    int atLeast(int step, long low) {
        return builder.compare(Op.Relation.LESS_OR_EQUAL, builder.constant(low), step);
    }

    /** Both bits. */
    int and(int left, int right) {
        return builder.logic(Op.Gate.AND, left, right);
    }

    /** Any of the bits, as a balanced tree; 0 without any. */
    int any(int... bits) {
        int[] level = Arrays.stream(bits).filter(bit -> !isZero(bit)).sorted().distinct().toArray();
        if (level.length == 0) {
            return builder.constant(0);
        }
        while (level.length > 1) {
            int[] next = new int[(level.length + 1) / 2];
            for (int i = 0; i < next.length; i++) {
                next[i] =
                        2 * i + 1 < level.length
                                ? builder.logic(Op.Gate.OR, level[2 * i], level[2 * i + 1])
                                : level[2 * i];
            }
            level = next;
        }
        return level[0];
    }

    /** Any of the bits. */
    int any(List<Integer> bits) {
        return any(bits.stream().mapToInt(Integer::intValue).toArray());
    }

    /** All of the bits; 1 without any. */
    int all(List<Integer> bits) {
        int result = builder.constant(1);
        for (int bit : bits) {
            result = and(result, bit);
        }
        return result;
    }

    /** Whether at least so many of the bits are set. */
    int count(int[] bits, int least) {
        if (least == 1) {
            return any(bits);
        }
        long[] ones = new long[bits.length];
        Arrays.fill(ones, 1);
        return atLeast(builder.linear(bits, ones, 0), least);
    }

    /** Whether a bit is known to be 0. */
    boolean isZero(int bit) {
        return builder.interval(bit).equals(Interval.of(0));
    }

    /**
     * The circuit, its columns being the words that it reads.
     *
     * @param name of the circuit
     * @param outputs with steps of the builder
     * @param words receives the columns
     */
    Circuit build(String name, List<Circuit.Output> outputs, List<InputWord> words) {
        Circuit wide = builder.build(name, List.of(), outputs);
        SortedSet<InputWord> used = new TreeSet<>();
        for (Circuit.Step step : wide.steps()) {
            if (step.op() instanceof Op.Input(int column)) {
                used.add(word(column));
            }
        }
        words.addAll(used);
        List<Circuit.Port> ports =
                words.stream().map(word -> new Circuit.Port(word.portName(), WORD, 0)).toList();
        List<Circuit.Step> steps = new ArrayList<>();
        for (Circuit.Step step : wide.steps()) {
            steps.add(
                    step.op() instanceof Op.Input(int column)
                            ? new Circuit.Step(
                                    new Op.Input(words.indexOf(word(column))), step.interval())
                            : step);
        }
        return new Circuit(name, ports, steps, wide.outputs());
    }

    private static InputWord word(int column) {
        return new InputWord(column / WORDS - InputWord.REACH, column % WORDS);
    }
}

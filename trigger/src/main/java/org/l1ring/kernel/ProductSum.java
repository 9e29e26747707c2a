package org.l1ring.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.Terms;
import org.l1ring.fixed.Quantization;

/**
 * A sum of rounded products as an instruction.
 *
 * @param lane of the operands
 * @param result lane of the sum
 * @param steps sources of the products, then the other steps of the sum
 * @param constants of the instruction
 */
record ProductSum(Lane lane, Lane result, List<Integer> steps, Instruction.Constants constants) {
    /** Whole numbers, with what is between them, that a float holds. */
    private static final double EXACT = 1 << 24;

    /** A sum for loops: all products are brought to the largest shift. */
    static ProductSum looped(
            Circuit circuit, RoundedProducts products, Terms terms, long bias, Lane result) {
        int shift = 0;
        Quantization mode = Quantization.TRN;
        for (int step : terms.steps()) {
            if (products.absorbed(step)) {
                Op.Cast cast = (Op.Cast) circuit.op(step);
                shift = Math.max(shift, cast.drop());
                mode = cast.quantization();
            }
        }
        long add = RoundedProducts.add(mode, shift);
        Lane lane = result;
        List<Integer> sources = new ArrayList<>();
        List<Long> coefficients = new ArrayList<>();
        for (int step : terms.steps()) {
            if (products.absorbed(step)) {
                int source = products.source(step);
                long coefficient = products.coefficient(step, shift);
                Interval product = circuit.interval(source).times(coefficient);
                lane = Lane.widest(lane, Lane.of(product.plus(new Interval(0, add))));
                lane = Lane.widest(lane, Lane.of(circuit.interval(source)));
                sources.add(source);
                coefficients.add(coefficient);
            }
        }
        int rounded = sources.size();
        for (int i = 0; i < terms.size(); i++) {
            if (!products.absorbed(terms.step(i))) {
                lane = Lane.widest(lane, Lane.of(circuit.interval(terms.step(i))));
                sources.add(terms.step(i));
                coefficients.add(terms.coefficient(i));
            }
        }
        List<Long> wrapped = coefficients.stream().map(lane::wrap).toList();
        Instruction.Weights weights = new Instruction.Weights(wrapped, lane.wrap(bias));
        return new ProductSum(
                lane, lane, sources, new Instruction.RoundedWeights(weights, rounded, add, shift));
    }

    /** A sum for straight-line code: in 16-bit lanes where they do, otherwise of floats. */
    static ProductSum straight(
            Circuit circuit, RoundedProducts products, Terms terms, long bias, Lane result) {
        Optional<ProductSum> narrow =
                result == Lane.I16
                        ? in(Lane.I16, circuit, products, terms, bias)
                        : Optional.empty();
        return narrow.orElseGet(() -> {
            ProductSum sum = in(Lane.F32, circuit, products, terms, bias).orElseThrow();
            Lane own = result == Lane.I16 ? Lane.I16 : Lane.F32;
            return new ProductSum(Lane.F32, own, sum.steps(), sum.constants());
        });
    }

    /** Whether straight-line code can compute a sum. */
    static boolean possible(Circuit circuit, RoundedProducts products, Terms terms, long bias) {
        return in(Lane.F32, circuit, products, terms, bias).isPresent();
    }

    /**
     * A sum in 16-bit lanes, of which only 16 bits are wanted, or in floats.
     *
     * <p>A product too large for the lane is taken apart: with {@code c = a * 2^shift + b}, what
     * the shift leaves of {@code c * x} is {@code a * x} and what it leaves of {@code b * x}.
     */
    private static Optional<ProductSum> in(
            Lane lane, Circuit circuit, RoundedProducts products, Terms terms, long bias) {
        List<Integer> steps = new ArrayList<>();
        List<Instruction.Product> rounded = new ArrayList<>();
        Map<Integer, Long> others = new LinkedHashMap<>();
        double largest = Math.abs((double) bias);
        for (int i = 0; i < terms.size(); i++) {
            int step = terms.step(i);
            if (terms.coefficient(i) != 1 || !products.rounded(step)) {
                others.merge(step, terms.coefficient(i), Long::sum);
                continue;
            }
            Interval source = circuit.interval(products.source(step));
            Instruction.Product product = products.product(step);
            long whole = fits(product, source, lane) ? 0 : product.whole();
            if (whole != 0) {
                others.merge(products.source(step), whole, Long::sum);
                product = product.without(whole);
            }
            if (!fits(product, source, lane)) {
                return Optional.empty();
            }
            steps.add(products.source(step));
            rounded.add(product);
            largest += magnitude(source, product.coefficient()) / (1L << product.shift()) + 1;
        }
        for (Map.Entry<Integer, Long> other : others.entrySet()) {
            steps.add(other.getKey());
            largest += magnitude(circuit.interval(other.getKey()), other.getValue());
        }
        boolean shorts =
                steps.stream().allMatch(step -> Lane.of(circuit.interval(step)) == Lane.I16);
        if (lane == Lane.I16 ? !shorts : largest >= FloatFit.LARGEST) {
            return Optional.empty();
        }
        List<Long> coefficients = others.values().stream().map(lane::wrap).toList();
        return Optional.of(
                new ProductSum(
                        lane,
                        lane,
                        steps,
                        new Instruction.Rounded(rounded, coefficients, lane.wrap(bias))));
    }

    private static boolean fits(Instruction.Product product, Interval source, Lane lane) {
        double magnitude = magnitude(source, product.coefficient());
        return lane == Lane.I16
                ? magnitude + product.add() <= Short.MAX_VALUE
                : 2 * magnitude + (1L << product.shift()) <= EXACT;
    }

    private static double magnitude(Interval interval, long coefficient) {
        double most =
                Math.max(Math.abs((double) interval.min()), Math.abs((double) interval.max()));
        return most * Math.abs((double) coefficient);
    }
}

package org.l1ring.importer.hls4ml;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What differs between versions of the utilities, as the ones in a folder say; where they are not
 * in it, the newest.
 *
 * @param activation text of nnet_activation.h, or nothing
 * @param merge text of nnet_merge.h, or nothing
 * @param pooling text of nnet_pooling.h, or nothing
 */
record Dialect(String activation, String merge, String pooling) {

    static Dialect of(SourceFolder folder) {
        return new Dialect(
                text(folder, "nnet_activation.h"),
                text(folder, "nnet_merge.h"),
                text(folder, "nnet_pooling.h"));
    }

    private static String text(SourceFolder folder, String name) {
        return folder.utility(name)
                .map(folder::text)
                .orElse("")
                .replaceAll("/\\*(?s:.*?)\\*/|//[^\n]*", " ")
                .replaceAll("\\s+", " ");
    }

    /** Whether a table's index is unsigned, so that one below the table gives the last entry. */
    boolean unsignedIndex(String function) {
        return body(activation, function).map(b -> b.contains("unsigned index;")).orElse(false);
    }

    /** Whether a function's table holds numbers of the result's type. */
    boolean tableOfResults(String function) {
        return body(activation, function)
                .map(b -> b.contains("res_T " + function + "_table["))
                .orElse(false);
    }

    /** Whether a product of two inputs scales pairs of the second by one of the first. */
    boolean multipliesPairs() {
        return body(merge, "multiply")
                .map(b -> b.contains("data1[ii] * data2[ii*2]"))
                .orElse(false);
    }

    /** Whether the sign of zero is one. */
    boolean zeroIsPositive() {
        return body(activation, "binary_tanh").map(b -> b.contains("datareg >= 0")).orElse(true);
    }

    /** Whether the scale of positive arguments of selu has a type of its own, not the result's. */
    boolean seluHasConstantType() {
        return body(activation, "selu").map(b -> b.contains("selu_const_t")).orElse(true);
    }

    /** Whether the mean of two inputs is their sum times one half. */
    boolean halvesExactly() {
        return merge.isEmpty() || merge.contains("ap_ufixed<1, 0>(0.5)");
    }

    /** Whether the stable softmax takes the maximum minus the argument, in a type of its own. */
    boolean normalisesFromMaximum() {
        return activation.isEmpty() || activation.contains("inp_norm_t d_xi_xmax");
    }

    /** Whether sums of pooling are formed in the configuration's accumulator. */
    boolean poolsInAccumulator() {
        return pooling.isEmpty() || pooling.contains("typename accum_t> accum_t avg");
    }

    /** Whether there is a mean of its own for a type: summed in a wider one of the same modes. */
    boolean widensMean(CppType.Fixed type) {
        String prefix = type.signed() ? "" : "u";
        if (type.whole()) {
            return pooling.contains("avg(ap_%sint<W> (&x)[N])".formatted(prefix));
        }
        boolean plain =
                type.quantization() == org.l1ring.fixed.Quantization.TRN
                        && type.overflow() == org.l1ring.fixed.Overflow.WRAP
                        && type.saturationBits() == 0;
        String name = "avg(ap_" + prefix + "fixed<W, I";
        return (plain && pooling.contains(name + "> (&x)[N])"))
                || (type.saturationBits() == 0 && pooling.contains(name + ", Q, O> (&x)[N])"))
                || pooling.contains(name + ", Q, O, M> (&x)[N])");
    }

    /** Text from a function's name to the next template. */
    private static Optional<String> body(String text, String function) {
        Matcher match =
                Pattern.compile("void " + function + "\\((.*?)(?=template ?<|$)").matcher(text);
        return match.find() ? Optional.of(match.group(1)) : Optional.empty();
    }
}

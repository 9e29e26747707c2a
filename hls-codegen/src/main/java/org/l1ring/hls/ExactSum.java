package org.l1ring.hls;

import java.math.BigInteger;
import org.l1ring.model.ConstantArray;

/** The range of exact sums of products with constants. */
final class ExactSum {
    private ExactSum() {}

    /**
     * The narrowest type that holds every output's sum.
     *
     * @param x the inputs; where there are more than one sum reads, all have the widest range
     * @param size inputs that a sum reads
     * @param weights [size][outputs]
     * @param biases [outputs]
     */
    static CppType of(Tensor x, int size, ConstantArray weights, ConstantArray biases) {
        int outputs = biases.size();
        int products = x.storage().fraction() + weights.fraction();
        int fraction = Math.max(products, biases.fraction());
        BigInteger least = BigInteger.ZERO;
        BigInteger most = BigInteger.ZERO;
        for (int o = 0; o < outputs; o++) {
            BigInteger low =
                    BigInteger.valueOf(biases.raw(o)).shiftLeft(fraction - biases.fraction());
            BigInteger high = low;
            for (int i = 0; i < size; i++) {
                boolean own = size == x.size() && x.types().get(i).width() > 0;
                CppType type = own ? CppType.plain(x.types().get(i)) : x.storage();
                int shift = fraction - type.fraction() - weights.fraction();
                BigInteger weight = BigInteger.valueOf(weights.raw(i * outputs + o));
                BigInteger one = type.least().multiply(weight).shiftLeft(shift);
                BigInteger other = type.most().multiply(weight).shiftLeft(shift);
                low = low.add(one.min(other));
                high = high.add(one.max(other));
            }
            least = least.min(low);
            most = most.max(high);
        }
        return CppType.bounded(least, most, fraction);
    }
}

// What the layers share. Numbers are ap_[u]fixed<W,I,Q,O,N>; never ap_[u]int, as the vendor's
// conversion to that truncates toward zero.
#ifndef NNET_COMMON_H_
#define NNET_COMMON_H_

#include "ap_fixed.h"

namespace nnet {

// latency: multipliers, one for each weight. distributed_arithmetic: a graph of adders.
enum strategy { latency, distributed_arithmetic };

// The bits of a number with its binary point moved right: x * 2^BITS, exact.
template <int BITS, int W, int I, ap_q_mode Q, ap_o_mode O, int N>
ap_fixed<W, I + BITS> shift_point(const ap_fixed<W, I, Q, O, N> &x) {
    #pragma HLS INLINE
    ap_fixed<W, I + BITS> moved;
    moved.range() = x.range();
    return moved;
}
template <int BITS, int W, int I, ap_q_mode Q, ap_o_mode O, int N>
ap_ufixed<W, I + BITS> shift_point(const ap_ufixed<W, I, Q, O, N> &x) {
    #pragma HLS INLINE
    ap_ufixed<W, I + BITS> moved;
    moved.range() = x.range();
    return moved;
}

// A cast. Where it drops more bits than the number has, the number is extended first, since the
// vendor's headers look at bits beyond its sign when they round.
template <class T, int W, int I, bool S, ap_q_mode Q, ap_o_mode O, int N>
T cast(const ap_fixed_base<W, I, S, Q, O, N> &x) {
    #pragma HLS INLINE
    const int drop = (W - I) - (T::width - T::iwidth);
    const int more = drop > W ? drop - W : 0;
    return T(ap_fixed_base<W + more, I + more, S>(x));
}

// The number with a raw integer.
template <class T> T from_raw(long long raw) {
    #pragma HLS INLINE
    T x;
    x.range() = raw;
    return x;
}

// The raw integer of a number.
template <int W, int I, ap_q_mode Q, ap_o_mode O, int N> long long to_raw(const ap_fixed<W, I, Q, O, N> &x) {
    #pragma HLS INLINE
    return (long long)(x.range().to_uint64() << (64 - W)) >> (64 - W);
}
template <int W, int I, ap_q_mode Q, ap_o_mode O, int N> long long to_raw(const ap_ufixed<W, I, Q, O, N> &x) {
    #pragma HLS INLINE
    return (long long)x.range().to_uint64();
}

// A sum in a balanced tree, its left half the largest power of two below N, each sum cast to T.
template <class leaf_T, class T, int N> struct balanced_sum {
    typedef T type;
    static constexpr int half(int n, int power) { return 2 * power < n ? half(n, 2 * power) : power; }
    static T of(const leaf_T x[]) {
        #pragma HLS INLINE
        const int left = half(N, 1);
        return T(balanced_sum<leaf_T, T, half(N, 1)>::of(x) + balanced_sum<leaf_T, T, N - half(N, 1)>::of(x + left));
    }
};
template <class leaf_T, class T> struct balanced_sum<leaf_T, T, 1> {
    typedef leaf_T type;
    static leaf_T of(const leaf_T x[]) {
        #pragma HLS INLINE
        return x[0];
    }
};

}  // namespace nnet

#endif

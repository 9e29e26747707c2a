// Softmax by two tables, each indexed by the top bits of its argument, negative arguments in the
// upper half: e_i = exp_table[x_i]; inv = inv_table[sum of e]; e_i * inv.
#ifndef NNET_SOFTMAX_H_
#define NNET_SOFTMAX_H_

#include "nnet_common.h"

namespace nnet {

struct softmax_config {
    static const unsigned n_in = 1;
    static const unsigned exp_table_size = 1024;
    static const unsigned exp_index_bits = 10;
    static const unsigned inv_table_size = 1024;
    static const unsigned inv_index_bits = 10;
    typedef ap_fixed<18, 8> exp_table_t;
    typedef ap_fixed<18, 8> inv_table_t;
    typedef ap_fixed<18, 8> sum_t;
};

// The top bits of a number as an index.
template <unsigned BITS, class T> unsigned top_bits(const T &x) {
    #pragma HLS INLINE
    return BITS == 0 ? 0 : x.range(T::width - 1, T::width - (BITS > 0 ? BITS : 1)).to_uint();
}

template <class data_T, class res_T, typename CONFIG_T>
void softmax(const data_T data[CONFIG_T::n_in], res_T res[CONFIG_T::n_in],
             const typename CONFIG_T::exp_table_t exp_table[CONFIG_T::exp_table_size],
             const typename CONFIG_T::inv_table_t inv_table[CONFIG_T::inv_table_size]) {
    #pragma HLS INLINE
    typedef balanced_sum<typename CONFIG_T::exp_table_t, typename CONFIG_T::sum_t, CONFIG_T::n_in> tree;
    typename CONFIG_T::exp_table_t e[CONFIG_T::n_in];
    #pragma HLS ARRAY_PARTITION variable=e complete
    for (unsigned i = 0; i < CONFIG_T::n_in; i++) {
        #pragma HLS UNROLL
        e[i] = exp_table[top_bits<CONFIG_T::exp_index_bits>(data[i])];
    }
    const typename tree::type sum = tree::of(e);
    const typename CONFIG_T::inv_table_t inverse = inv_table[top_bits<CONFIG_T::inv_index_bits>(sum)];
    for (unsigned i = 0; i < CONFIG_T::n_in; i++) {
        #pragma HLS UNROLL
        res[i] = cast<res_T>(e[i] * inverse);
    }
}

}  // namespace nnet

#endif

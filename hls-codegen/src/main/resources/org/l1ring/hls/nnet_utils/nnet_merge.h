// Two inputs: concatenation, difference, inner product, and features scaled one by one.
#ifndef NNET_MERGE_H_
#define NNET_MERGE_H_

#include "nnet_common.h"

namespace nnet {

struct concat_config {
    static const unsigned n_positions = 1;
    static const unsigned n_elem1 = 1;
    static const unsigned n_elem2 = 1;
};

// At each position the features of the first input, then those of the second.
template <class input1_T, class input2_T, class res_T, typename CONFIG_T>
void concatenate_features(const input1_T data1[CONFIG_T::n_positions * CONFIG_T::n_elem1],
                          const input2_T data2[CONFIG_T::n_positions * CONFIG_T::n_elem2],
                          res_T res[CONFIG_T::n_positions * (CONFIG_T::n_elem1 + CONFIG_T::n_elem2)]) {
    #pragma HLS INLINE
    for (unsigned p = 0; p < CONFIG_T::n_positions; p++) {
        #pragma HLS UNROLL
        const unsigned start = p * (CONFIG_T::n_elem1 + CONFIG_T::n_elem2);
        for (unsigned i = 0; i < CONFIG_T::n_elem1; i++) {
            res[start + i] = cast<res_T>(data1[p * CONFIG_T::n_elem1 + i]);
        }
        for (unsigned i = 0; i < CONFIG_T::n_elem2; i++) {
            res[start + CONFIG_T::n_elem1 + i] = cast<res_T>(data2[p * CONFIG_T::n_elem2 + i]);
        }
    }
}

struct merge_config {
    static const unsigned n_elem = 1;
    static const unsigned n_features = 1;
    typedef ap_fixed<16, 6> accum_t;
};

template <class input1_T, class input2_T, class res_T, typename CONFIG_T>
void subtract(const input1_T data1[CONFIG_T::n_elem], const input2_T data2[CONFIG_T::n_elem],
              res_T res[CONFIG_T::n_elem]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_elem; i++) {
        #pragma HLS UNROLL
        res[i] = cast<res_T>(data1[i] - data2[i]);
    }
}

// Each product cast to accum_t by itself and added in it.
template <class input1_T, class input2_T, class res_T, typename CONFIG_T>
void dot1d(const input1_T data1[CONFIG_T::n_elem], const input2_T data2[CONFIG_T::n_elem], res_T res[1]) {
    #pragma HLS INLINE
    typename CONFIG_T::accum_t sum = 0;
    for (unsigned i = 0; i < CONFIG_T::n_elem; i++) {
        #pragma HLS UNROLL
        sum = sum + cast<typename CONFIG_T::accum_t>(data1[i] * data2[i]);
    }
    res[0] = cast<res_T>(sum);
}

// result[i][k] = data1[i] * data2[i][k]
template <class input1_T, class input2_T, class res_T, typename CONFIG_T>
void multiply_features(const input1_T data1[CONFIG_T::n_elem],
                       const input2_T data2[CONFIG_T::n_elem * CONFIG_T::n_features],
                       res_T res[CONFIG_T::n_elem * CONFIG_T::n_features]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_elem * CONFIG_T::n_features; i++) {
        #pragma HLS UNROLL
        res[i] = cast<res_T>(data1[i / CONFIG_T::n_features] * data2[i]);
    }
}

}  // namespace nnet

#endif

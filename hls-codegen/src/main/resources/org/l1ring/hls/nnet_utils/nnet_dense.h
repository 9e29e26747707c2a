// Fully connected layer: the bias, then each product in the order of inputs, each cast to accum_t
// by itself and added in it.
#ifndef NNET_DENSE_H_
#define NNET_DENSE_H_

#include "nnet_common.h"

namespace nnet {

struct dense_config {
    static const unsigned n_in = 1;
    static const unsigned n_out = 1;
    static const unsigned strategy = latency;
    static const unsigned reuse_factor = 1;
    typedef ap_fixed<16, 6> accum_t;
    typedef ap_fixed<16, 6> bias_t;
    typedef ap_fixed<16, 6> weight_t;
};

template <unsigned STRATEGY> struct product {
    template <class data_T, class res_T, typename CONFIG_T>
    static void run(const data_T data[CONFIG_T::n_in], res_T res[CONFIG_T::n_out],
                    const typename CONFIG_T::weight_t weights[CONFIG_T::n_in * CONFIG_T::n_out],
                    const typename CONFIG_T::bias_t biases[CONFIG_T::n_out]) {
        #pragma HLS INLINE
        typedef typename CONFIG_T::accum_t accum_t;
        accum_t acc[CONFIG_T::n_out];
        #pragma HLS ARRAY_PARTITION variable=acc complete
    start:
        for (unsigned j = 0; j < CONFIG_T::n_out; j++) {
            #pragma HLS UNROLL
            acc[j] = cast<accum_t>(biases[j]);
        }
    inputs:
        for (unsigned i = 0; i < CONFIG_T::n_in; i++) {
            #pragma HLS UNROLL
        outputs:
            for (unsigned j = 0; j < CONFIG_T::n_out; j++) {
                #pragma HLS UNROLL
                acc[j] = acc[j] + cast<accum_t>(data[i] * weights[i * CONFIG_T::n_out + j]);
            }
        }
    result:
        for (unsigned j = 0; j < CONFIG_T::n_out; j++) {
            #pragma HLS UNROLL
            res[j] = cast<res_T>(acc[j]);
        }
    }
};

// The adders have the weights in them.
template <> struct product<distributed_arithmetic> {
    template <class data_T, class res_T, typename CONFIG_T>
    static void run(const data_T data[CONFIG_T::n_in], res_T res[CONFIG_T::n_out],
                    const typename CONFIG_T::weight_t *, const typename CONFIG_T::bias_t *) {
        #pragma HLS INLINE
        CONFIG_T::product(data, res);
    }
};

template <class data_T, class res_T, typename CONFIG_T>
void dense(const data_T data[CONFIG_T::n_in], res_T res[CONFIG_T::n_out],
           const typename CONFIG_T::weight_t weights[CONFIG_T::n_in * CONFIG_T::n_out],
           const typename CONFIG_T::bias_t biases[CONFIG_T::n_out]) {
    #pragma HLS INLINE
    product<CONFIG_T::strategy>::template run<data_T, res_T, CONFIG_T>(data, res, weights, biases);
}

}  // namespace nnet

#endif

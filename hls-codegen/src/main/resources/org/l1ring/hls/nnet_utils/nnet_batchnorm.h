// Batch normalisation: x * scale + bias, exact before the result's cast. Scales and biases repeat.
#ifndef NNET_BATCHNORM_H_
#define NNET_BATCHNORM_H_

#include "nnet_common.h"

namespace nnet {

struct batchnorm_config {
    static const unsigned n_in = 1;
    static const unsigned n_scale = 1;
    static const unsigned n_bias = 1;
    static const unsigned n_period = 1;
    static const unsigned strategy = latency;
    static const unsigned reuse_factor = 1;
    typedef ap_fixed<16, 6> bias_t;
    typedef ap_fixed<16, 6> scale_t;
};

template <unsigned STRATEGY> struct scaling {
    template <class data_T, class res_T, typename CONFIG_T>
    static void run(const data_T data[CONFIG_T::n_in], res_T res[CONFIG_T::n_in],
                    const typename CONFIG_T::scale_t scale[CONFIG_T::n_scale],
                    const typename CONFIG_T::bias_t bias[CONFIG_T::n_bias]) {
        #pragma HLS INLINE
        for (unsigned i = 0; i < CONFIG_T::n_in; i++) {
            #pragma HLS UNROLL
            res[i] = cast<res_T>(data[i] * scale[i % CONFIG_T::n_scale] + bias[i % CONFIG_T::n_bias]);
        }
    }
};

// The adders have the scales and biases of a period in them.
template <> struct scaling<distributed_arithmetic> {
    template <class data_T, class res_T, typename CONFIG_T>
    static void run(const data_T data[CONFIG_T::n_in], res_T res[CONFIG_T::n_in],
                    const typename CONFIG_T::scale_t *, const typename CONFIG_T::bias_t *) {
        #pragma HLS INLINE
        for (unsigned p = 0; p < CONFIG_T::n_in / CONFIG_T::n_period; p++) {
            #pragma HLS UNROLL
            data_T in[CONFIG_T::n_period];
            res_T out[CONFIG_T::n_period];
            #pragma HLS ARRAY_PARTITION variable=in complete
            #pragma HLS ARRAY_PARTITION variable=out complete
            for (unsigned i = 0; i < CONFIG_T::n_period; i++) {
                in[i] = data[p * CONFIG_T::n_period + i];
            }
            CONFIG_T::product(in, out);
            for (unsigned i = 0; i < CONFIG_T::n_period; i++) {
                res[p * CONFIG_T::n_period + i] = out[i];
            }
        }
    }
};

template <class data_T, class res_T, typename CONFIG_T>
void normalize(const data_T data[CONFIG_T::n_in], res_T res[CONFIG_T::n_in],
               const typename CONFIG_T::scale_t scale[CONFIG_T::n_scale],
               const typename CONFIG_T::bias_t bias[CONFIG_T::n_bias]) {
    #pragma HLS INLINE
    scaling<CONFIG_T::strategy>::template run<data_T, res_T, CONFIG_T>(data, res, scale, bias);
}

}  // namespace nnet

#endif

// Pointwise convolution: the same dense layer at each position.
#ifndef NNET_CONV1D_H_
#define NNET_CONV1D_H_

#include "nnet_dense.h"

namespace nnet {

struct conv1d_config {
    static const unsigned in_width = 1;
    static const unsigned n_chan = 1;
    static const unsigned n_filt = 1;
    static const unsigned out_width = 1;
    typedef dense_config mult_config;
};

template <class data_T, class res_T, typename CONFIG_T>
void pointwise_conv_1d(const data_T data[CONFIG_T::in_width * CONFIG_T::n_chan],
                       res_T res[CONFIG_T::out_width * CONFIG_T::n_filt],
                       const typename CONFIG_T::weight_t weights[CONFIG_T::n_chan * CONFIG_T::n_filt],
                       const typename CONFIG_T::bias_t biases[CONFIG_T::n_filt]) {
    #pragma HLS INLINE
positions:
    for (unsigned p = 0; p < CONFIG_T::out_width; p++) {
        #pragma HLS UNROLL
        data_T features[CONFIG_T::n_chan];
        res_T out[CONFIG_T::n_filt];
        #pragma HLS ARRAY_PARTITION variable=features complete
        #pragma HLS ARRAY_PARTITION variable=out complete
        for (unsigned i = 0; i < CONFIG_T::n_chan; i++) {
            features[i] = data[p * CONFIG_T::n_chan + i];
        }
        dense<data_T, res_T, typename CONFIG_T::mult_config>(features, out, weights, biases);
        for (unsigned j = 0; j < CONFIG_T::n_filt; j++) {
            res[p * CONFIG_T::n_filt + j] = out[j];
        }
    }
}

}  // namespace nnet

#endif

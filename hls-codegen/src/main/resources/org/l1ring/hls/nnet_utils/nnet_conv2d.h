// Two-dimensional convolution without padding, channels last: a dense layer over each patch in the
// order kernel row, kernel column, channel.
#ifndef NNET_CONV2D_H_
#define NNET_CONV2D_H_

#include "nnet_dense.h"

namespace nnet {

struct conv2d_config {
    static const unsigned in_height = 1;
    static const unsigned in_width = 1;
    static const unsigned n_chan = 1;
    static const unsigned filt_height = 1;
    static const unsigned filt_width = 1;
    static const unsigned n_filt = 1;
    static const unsigned stride_height = 1;
    static const unsigned stride_width = 1;
    static const unsigned out_height = 1;
    static const unsigned out_width = 1;
    typedef dense_config mult_config;
};

template <class data_T, class res_T, typename CONFIG_T>
void conv_2d_cl(const data_T data[CONFIG_T::in_height * CONFIG_T::in_width * CONFIG_T::n_chan],
                res_T res[CONFIG_T::out_height * CONFIG_T::out_width * CONFIG_T::n_filt],
                const typename CONFIG_T::weight_t *weights, const typename CONFIG_T::bias_t *biases) {
    #pragma HLS INLINE
    const unsigned n_patch = CONFIG_T::filt_height * CONFIG_T::filt_width * CONFIG_T::n_chan;
positions:
    for (unsigned p = 0; p < CONFIG_T::out_height * CONFIG_T::out_width; p++) {
        #pragma HLS UNROLL
        const unsigned top = p / CONFIG_T::out_width * CONFIG_T::stride_height;
        const unsigned left = p % CONFIG_T::out_width * CONFIG_T::stride_width;
        data_T patch[n_patch];
        res_T out[CONFIG_T::n_filt];
        #pragma HLS ARRAY_PARTITION variable=patch complete
        #pragma HLS ARRAY_PARTITION variable=out complete
        for (unsigned k = 0; k < n_patch; k++) {
            const unsigned channel = k % CONFIG_T::n_chan;
            const unsigned column = left + k / CONFIG_T::n_chan % CONFIG_T::filt_width;
            const unsigned row = top + k / CONFIG_T::n_chan / CONFIG_T::filt_width;
            patch[k] = data[(row * CONFIG_T::in_width + column) * CONFIG_T::n_chan + channel];
        }
        dense<data_T, res_T, typename CONFIG_T::mult_config>(patch, out, weights, biases);
        for (unsigned j = 0; j < CONFIG_T::n_filt; j++) {
            res[p * CONFIG_T::n_filt + j] = out[j];
        }
    }
}

}  // namespace nnet

#endif

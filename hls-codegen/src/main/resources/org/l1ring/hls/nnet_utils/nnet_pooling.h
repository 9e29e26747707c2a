// Mean over positions: each sum cast to accum_t, then divided toward zero at its binary point by
// a multiplication with reciprocal / 2^reciprocal_shift, which is exact over the range of accum_t.
#ifndef NNET_POOLING_H_
#define NNET_POOLING_H_

#include "nnet_common.h"

namespace nnet {

struct pooling1d_config {
    static const unsigned n_in = 1;
    static const unsigned n_filt = 1;
    static const unsigned long long reciprocal = 1;
    static const int reciprocal_shift = 0;
    typedef ap_ufixed<1, 1> reciprocal_t;
    typedef ap_fixed<16, 6> accum_t;
    typedef ap_fixed<17, 7> product_t;
    typedef ap_fixed<16, 6, AP_TRN_ZERO> mean_t;
    typedef ap_fixed<16, 6> post_t;
};

template <class data_T, class res_T, typename CONFIG_T>
void global_average_pooling1d(const data_T data[CONFIG_T::n_in * CONFIG_T::n_filt], res_T res[CONFIG_T::n_filt]) {
    #pragma HLS INLINE
    const typename CONFIG_T::reciprocal_t factor = CONFIG_T::reciprocal;
    for (unsigned j = 0; j < CONFIG_T::n_filt; j++) {
        #pragma HLS UNROLL
        typename CONFIG_T::accum_t sum = 0;
        for (unsigned p = 0; p < CONFIG_T::n_in; p++) {
            #pragma HLS UNROLL
            sum = sum + data[p * CONFIG_T::n_filt + j];
        }
        const typename CONFIG_T::product_t product = sum * factor;
        const typename CONFIG_T::mean_t mean =
            cast<typename CONFIG_T::mean_t>(shift_point<-CONFIG_T::reciprocal_shift>(product));
        res[j] = cast<res_T>(cast<typename CONFIG_T::post_t>(mean));
    }
}

}  // namespace nnet

#endif

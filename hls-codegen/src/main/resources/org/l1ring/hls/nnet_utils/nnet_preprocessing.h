// From the columns of a crossing to the network's inputs.
#ifndef NNET_PREPROCESSING_H_
#define NNET_PREPROCESSING_H_

#include "nnet_common.h"

namespace nnet {

struct preprocessing_config {
    static const unsigned n_in = 1;
    typedef ap_fixed<16, 6> difference_t;
    typedef ap_fixed<16, 6> shifted_t;
    typedef ap_fixed<16, 6> offset_t;
    typedef ap_ufixed<1, 1> scale_t;
};

// The difference in the columns' type, shifted right within it (left when negative), then cast.
template <class data_T, class res_T, typename CONFIG_T>
void offset_then_shift(const data_T data[CONFIG_T::n_in], res_T res[CONFIG_T::n_in],
                       const typename CONFIG_T::offset_t offsets[CONFIG_T::n_in], const int shifts[CONFIG_T::n_in]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_in; i++) {
        #pragma HLS UNROLL
        const typename CONFIG_T::difference_t difference = data[i] - offsets[i];
        typename CONFIG_T::shifted_t moved = difference;
        moved = moved >> shifts[i];
        res[i] = cast<res_T>(moved);
    }
}

// (x - bias) * scale, scale being the inverse of a power of two; exact, then cast.
template <class data_T, class res_T, typename CONFIG_T>
void subtract_divide(const data_T data[CONFIG_T::n_in], res_T res[CONFIG_T::n_in],
                     const typename CONFIG_T::offset_t bias[CONFIG_T::n_in],
                     const typename CONFIG_T::scale_t scale[CONFIG_T::n_in]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_in; i++) {
        #pragma HLS UNROLL
        res[i] = cast<res_T>((data[i] - bias[i]) * scale[i]);
    }
}

struct slice_config {
    static const unsigned start = 0;
    static const unsigned n_in = 1;
};

// Some of the columns, cast.
template <class data_T, class res_T, typename CONFIG_T>
void slice(const data_T data[], res_T res[CONFIG_T::n_in]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_in; i++) {
        #pragma HLS UNROLL
        res[i] = cast<res_T>(data[CONFIG_T::start + i]);
    }
}

}  // namespace nnet

#endif

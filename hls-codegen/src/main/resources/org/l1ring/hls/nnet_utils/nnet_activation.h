// Activations: max(x, 0); the identity; and functions by table.
#ifndef NNET_ACTIVATION_H_
#define NNET_ACTIVATION_H_

#include "nnet_common.h"

namespace nnet {

struct activ_config {
    static const unsigned n_in = 1;
    static const unsigned table_size = 1024;
    static const int index_shift = 6;            // log2(table_size / range)
    static const bool negative_is_last = false;  // an index below the table gives its last entry
    typedef ap_fixed<18, 8> table_t;
    typedef ap_fixed<18, 8> threshold_t;
    typedef ap_fixed<32, 32, AP_TRN_ZERO, AP_SAT> index_t;
};

template <class data_T, class res_T, typename CONFIG_T>
void linear(const data_T data[CONFIG_T::n_in], res_T res[CONFIG_T::n_in]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_in; i++) {
        #pragma HLS UNROLL
        res[i] = cast<res_T>(data[i]);
    }
}

template <class data_T, class res_T, typename CONFIG_T>
void relu(const data_T data[CONFIG_T::n_in], res_T res[CONFIG_T::n_in]) {
    #pragma HLS INLINE
    const data_T zero = 0;
    for (unsigned i = 0; i < CONFIG_T::n_in; i++) {
        #pragma HLS UNROLL
        res[i] = data[i] < zero ? res_T(zero) : cast<res_T>(data[i]);
    }
}

// table[truncate_toward_zero(x * table_size / range) + table_size / 2], the index held in the table.
template <class data_T, class res_T, typename CONFIG_T>
void table_activation(const data_T data[CONFIG_T::n_in], res_T res[CONFIG_T::n_in],
                      const typename CONFIG_T::table_t table[CONFIG_T::table_size]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_in; i++) {
        #pragma HLS UNROLL
        const typename CONFIG_T::index_t steps =
            cast<typename CONFIG_T::index_t>(shift_point<CONFIG_T::index_shift>(data[i]));
        const int last = CONFIG_T::table_size - 1;
        int index = steps.to_int() + (int)(CONFIG_T::table_size / 2);
        if (index < 0) {
            index = CONFIG_T::negative_is_last ? last : 0;
        }
        res[i] = cast<res_T>(table[index > last ? last : index]);
    }
}

// The same rule where table_size / range is no power of two: threshold[k] is the smallest argument
// whose index is at least k.
template <class data_T, class res_T, typename CONFIG_T>
void threshold_activation(const data_T data[CONFIG_T::n_in], res_T res[CONFIG_T::n_in],
                          const typename CONFIG_T::table_t table[CONFIG_T::table_size],
                          const typename CONFIG_T::threshold_t threshold[CONFIG_T::table_size]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_in; i++) {
        #pragma HLS UNROLL
        unsigned index = CONFIG_T::negative_is_last ? CONFIG_T::table_size - 1 : 0;
        for (unsigned k = 0; k < CONFIG_T::table_size; k++) {
            #pragma HLS UNROLL
            if (threshold[k] <= data[i]) {
                index = k;
            }
        }
        res[i] = cast<res_T>(table[index]);
    }
}

template <class data_T, class res_T, typename CONFIG_T>
void sigmoid(const data_T data[CONFIG_T::n_in], res_T res[CONFIG_T::n_in],
             const typename CONFIG_T::table_t table[CONFIG_T::table_size]) {
    #pragma HLS INLINE
    table_activation<data_T, res_T, CONFIG_T>(data, res, table);
}

template <class data_T, class res_T, typename CONFIG_T>
void tanh(const data_T data[CONFIG_T::n_in], res_T res[CONFIG_T::n_in],
          const typename CONFIG_T::table_t table[CONFIG_T::table_size]) {
    #pragma HLS INLINE
    table_activation<data_T, res_T, CONFIG_T>(data, res, table);
}

}  // namespace nnet

#endif

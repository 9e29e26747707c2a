// The table row that each integer names, held in the table.
#ifndef NNET_EMBEDDING_H_
#define NNET_EMBEDDING_H_

#include "nnet_common.h"

namespace nnet {

struct embed_config {
    static const unsigned n_in = 1;
    static const unsigned n_out = 1;
    static const unsigned vocab_size = 1;
    typedef ap_fixed<16, 6> embeddings_t;
};

template <class data_T, class res_T, typename CONFIG_T>
void embedding(const data_T data[CONFIG_T::n_in], res_T res[CONFIG_T::n_in * CONFIG_T::n_out],
               const typename CONFIG_T::embeddings_t embeddings[CONFIG_T::vocab_size * CONFIG_T::n_out]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_in; i++) {
        #pragma HLS UNROLL
        const ap_fixed<32, 32, AP_TRN, AP_SAT> floor = data[i];
        const int last = CONFIG_T::vocab_size - 1;
        const int named = floor.to_int();
        const int row = named < 0 ? 0 : named > last ? last : named;
        for (unsigned j = 0; j < CONFIG_T::n_out; j++) {
            #pragma HLS UNROLL
            res[i * CONFIG_T::n_out + j] = cast<res_T>(embeddings[row * CONFIG_T::n_out + j]);
        }
    }
}

}  // namespace nnet

#endif

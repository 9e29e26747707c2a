// Sum of squares, the score of an autoencoder's latent means: each square cast to square_t, summed
// in a balanced tree in it.
#ifndef NNET_SQUARES_H_
#define NNET_SQUARES_H_

#include "nnet_common.h"

namespace nnet {

struct squares_config {
    static const unsigned n_in = 1;
    typedef ap_fixed<16, 6> square_t;
};

template <class data_T, class res_T, typename CONFIG_T>
void sum_of_squares(const data_T data[CONFIG_T::n_in], res_T res[1]) {
    #pragma HLS INLINE
    typedef typename CONFIG_T::square_t square_t;
    square_t squares[CONFIG_T::n_in];
    #pragma HLS ARRAY_PARTITION variable=squares complete
    for (unsigned i = 0; i < CONFIG_T::n_in; i++) {
        #pragma HLS UNROLL
        squares[i] = cast<square_t>(data[i] * data[i]);
    }
    res[0] = cast<res_T>(balanced_sum<square_t, square_t, CONFIG_T::n_in>::of(squares));
}

}  // namespace nnet

#endif

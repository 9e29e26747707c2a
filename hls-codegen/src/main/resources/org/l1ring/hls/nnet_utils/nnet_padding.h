// Zeros below and right of an image of one channel.
#ifndef NNET_PADDING_H_
#define NNET_PADDING_H_

#include "nnet_common.h"

namespace nnet {

struct padding2d_config {
    static const unsigned in_height = 1;
    static const unsigned in_width = 1;
    static const unsigned out_height = 1;
    static const unsigned out_width = 1;
};

template <class data_T, class res_T, typename CONFIG_T>
void zeropad2d_cl(const data_T data[CONFIG_T::in_height * CONFIG_T::in_width],
                  res_T res[CONFIG_T::out_height * CONFIG_T::out_width]) {
    #pragma HLS INLINE
    for (unsigned row = 0; row < CONFIG_T::out_height; row++) {
        #pragma HLS UNROLL
        for (unsigned column = 0; column < CONFIG_T::out_width; column++) {
            const bool inside = row < CONFIG_T::in_height && column < CONFIG_T::in_width;
            res[row * CONFIG_T::out_width + column] =
                inside ? cast<res_T>(data[row * CONFIG_T::in_width + column]) : res_T(0);
        }
    }
}

}  // namespace nnet

#endif

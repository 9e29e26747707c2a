// Types of single elements of tiny, by L1Ring from circuit
// fb0f8ef358cd67a9bab3ca5e80806ae438c879f8232bf43b72d9074954019217
#ifndef ELEMENT_TYPES_H_
#define ELEMENT_TYPES_H_

#include "defines.h"
#include "nnet_utils/nnet_common.h"

inline void layer3_types(const layer3_exact_t data[3], layer3_t res[3]) {
    #pragma HLS INLINE
    res[0] = nnet::cast<ap_ufixed<6, 3, AP_RND_CONV, AP_SAT> >(data[0]);
    res[1] = 0;
    res[2] = nnet::cast<ap_ufixed<4, 4> >(data[2]);
}

#endif

// Configurations of tiny, by L1Ring from circuit
// fb0f8ef358cd67a9bab3ca5e80806ae438c879f8232bf43b72d9074954019217
#ifndef PARAMETERS_H_
#define PARAMETERS_H_

#include "defines.h"

#include "nnet_utils/nnet_activation.h"
#include "nnet_utils/nnet_common.h"
#include "nnet_utils/nnet_dense.h"
#include "nnet_utils/nnet_preprocessing.h"

#include "weights/offset1.h"
#include "weights/shift1.h"
#include "weights/w2.h"
#include "weights/b2.h"
#include "weights/w4.h"
#include "weights/b4.h"
#include "weights/table5.h"

#include "element_types.h"

struct config1 : nnet::preprocessing_config {
    static const unsigned n_in = 4;
    typedef offset1_t offset_t;
    typedef ap_fixed<9, 7> difference_t;
    typedef ap_fixed<9, 7> shifted_t;
};

struct config2 : nnet::dense_config {
    static const unsigned n_in = 4;
    static const unsigned n_out = 3;
    static const unsigned strategy = nnet::latency;
    static const unsigned reuse_factor = 1;
    typedef layer2_accum_t accum_t;
    typedef bias2_t bias_t;
    typedef weight2_t weight_t;
};

struct config3 : nnet::activ_config {
    static const unsigned n_in = 3;
};

// Exact sums: accum_t holds them all.
struct config4 : nnet::dense_config {
    static const unsigned n_in = 3;
    static const unsigned n_out = 1;
    static const unsigned strategy = nnet::latency;
    static const unsigned reuse_factor = 1;
    typedef layer4_accum_t accum_t;
    typedef bias4_t bias_t;
    typedef weight4_t weight_t;
};

struct config5 : nnet::activ_config {
    static const unsigned n_in = 1;
    static const unsigned table_size = 8;
    static const bool negative_is_last = false;
    typedef table5_t table_t;
    static const int index_shift = 0;
    typedef ap_fixed<5, 5, AP_TRN_ZERO, AP_SAT> index_t;
};

struct result2_config : nnet::activ_config {
    static const unsigned n_in = 1;
};

#endif

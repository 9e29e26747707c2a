// Sizes and types of tiny, by L1Ring from circuit
// fb0f8ef358cd67a9bab3ca5e80806ae438c879f8232bf43b72d9074954019217
#ifndef DEFINES_H_
#define DEFINES_H_

#include "ap_fixed.h"

#define N_COLUMNS 4
#define N_INPUT_1_1 4
#define N_LAYER_2 3
#define N_LAYER_3 3
#define N_LAYER_4 1
#define N_LAYER_5 1
#define N_RESULT_2 1

typedef ap_fixed<9, 7> column_t;
typedef ap_fixed<6, 4, AP_TRN, AP_SAT> scaled_t;
typedef ap_fixed<6, 6> offset1_t;
typedef ap_fixed<6, 4, AP_TRN, AP_SAT> input_t;
typedef ap_fixed<16, 9> layer2_t;
typedef ap_fixed<16, 9> layer2_accum_t;
typedef ap_fixed<6, 2> weight2_t;
typedef ap_fixed<6, 2> bias2_t;
typedef ap_ufixed<7, 4> layer3_t;
typedef ap_fixed<16, 9> layer3_exact_t;
typedef ap_fixed<8, 4, AP_TRN, AP_SAT> layer4_t;
typedef ap_fixed<12, 5> layer4_accum_t;
typedef ap_fixed<5, 1> weight4_t;
typedef ap_fixed<5, 1> bias4_t;
typedef ap_ufixed<6, 0> result_t;
typedef ap_ufixed<6, 0> table5_t;
typedef ap_fixed<8, 4, AP_TRN, AP_SAT> result2_t;

#endif

// Top function of tiny, by L1Ring from circuit
// fb0f8ef358cd67a9bab3ca5e80806ae438c879f8232bf43b72d9074954019217
#ifndef TOP_H_
#define TOP_H_

#include "defines.h"

void tiny(
    const column_t columns[N_COLUMNS],
    result_t layer5_out[N_LAYER_5],
    result2_t logit[N_RESULT_2]);

#endif

// Top function of tiny, by L1Ring from circuit
// fb0f8ef358cd67a9bab3ca5e80806ae438c879f8232bf43b72d9074954019217
#include "tiny.h"

#include "parameters.h"

void tiny(
    const column_t columns[N_COLUMNS],
    result_t layer5_out[N_LAYER_5],
    result2_t logit[N_RESULT_2]) {
    #pragma HLS ARRAY_PARTITION variable=columns complete dim=0
    #pragma HLS ARRAY_PARTITION variable=layer5_out complete dim=0
    #pragma HLS ARRAY_PARTITION variable=logit complete dim=0
    #pragma HLS INTERFACE ap_vld port=columns,layer5_out,logit
    #pragma HLS PIPELINE II=1

    // Preprocessing
    scaled_t scaled[N_COLUMNS];
    #pragma HLS ARRAY_PARTITION variable=scaled complete dim=0
    nnet::offset_then_shift<column_t, scaled_t, config1>(
        columns, scaled, offset1, shift1); // preprocessing

    // Layer 2: first, a
    layer2_t layer2_out[N_LAYER_2];
    #pragma HLS ARRAY_PARTITION variable=layer2_out complete dim=0
    nnet::dense<input_t, layer2_t, config2>(scaled, layer2_out, w2, b2); // first

    // Layer 3: clip, b
    layer3_t layer3_out[N_LAYER_3];
    #pragma HLS ARRAY_PARTITION variable=layer3_out complete dim=0
    layer3_exact_t layer3_exact[N_LAYER_3];
    #pragma HLS ARRAY_PARTITION variable=layer3_exact complete dim=0
    nnet::relu<layer2_t, layer3_exact_t, config3>(layer2_out, layer3_exact); // clip
    layer3_types(layer3_exact, layer3_out);

    // Layer 4: logit, c
    layer4_t layer4_out[N_LAYER_4];
    #pragma HLS ARRAY_PARTITION variable=layer4_out complete dim=0
    nnet::dense<layer3_t, layer4_t, config4>(layer3_out, layer4_out, w4, b4); // logit

    // Layer 5: score, d
    nnet::sigmoid<layer4_t, result_t, config5>(layer4_out, layer5_out, table5); // score

    // Output logit: c
    nnet::linear<layer4_t, result2_t, result2_config>(layer4_out, logit); // result
}

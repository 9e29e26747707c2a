// Straight lines of tiny, by L1Ring from circuit
// fb0f8ef358cd67a9bab3ca5e80806ae438c879f8232bf43b72d9074954019217
#ifndef LAYER4_PRODUCT_H_
#define LAYER4_PRODUCT_H_

inline void layer4_product(const layer3_t x[3], layer4_t y[1]) {
    #pragma HLS INLINE
    typedef ap_ufixed<4, 4> u4;
    typedef ap_ufixed<6, 6> u6;
    typedef ap_fixed<8, 8> s8;
    typedef ap_fixed<9, 9> s9;
    typedef ap_fixed<12, 12> s12;
    const u6 v0 = nnet::shift_point<3>(x[0]);
    const u4 v1 = x[2];
    const s8 v2 = s8(v0) - (s8(v1) << 3);
    const s9 v3 = (s9(v1) << 2) - s9(v2);
    const s12 v4 = s12(v2) + (s12(v3) << 3);
    const s12 v5 = s12(72) - s12(v4);
    const s8 v6 = ap_fixed<8, 8, AP_TRN, AP_SAT>(nnet::shift_point<-3>(v5));
    y[0] = nnet::shift_point<-4>(v6);
}

#endif

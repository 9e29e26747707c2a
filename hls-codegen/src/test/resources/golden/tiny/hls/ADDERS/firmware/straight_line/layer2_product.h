// Straight lines of tiny, by L1Ring from circuit
// fb0f8ef358cd67a9bab3ca5e80806ae438c879f8232bf43b72d9074954019217
#ifndef LAYER2_PRODUCT_H_
#define LAYER2_PRODUCT_H_

inline void layer2_product(const input_t x[4], layer2_t y[3]) {
    #pragma HLS INLINE
    typedef ap_fixed<6, 6> s6;
    typedef ap_fixed<7, 7> s7;
    typedef ap_fixed<8, 8> s8;
    typedef ap_fixed<9, 9> s9;
    typedef ap_fixed<10, 10> s10;
    typedef ap_fixed<11, 11> s11;
    typedef ap_fixed<12, 12> s12;
    typedef ap_fixed<13, 13> s13;
    const s6 v0 = nnet::shift_point<2>(x[0]);
    const s6 v1 = nnet::shift_point<2>(x[1]);
    const s6 v2 = nnet::shift_point<2>(x[2]);
    const s6 v3 = nnet::shift_point<2>(x[3]);
    const s8 v4 = s8(v1) - (s8(v3) << 1);
    const s11 v5 = s11(v2) + (s11(v2) << 4);
    const s8 v6 = s8(v2) + s8(v4);
    const s9 v7 = s9(v0) + s9(v6);
    const s8 v8 = (s8(v1) << 1) - s8(v3);
    const s11 v9 = s11(v4) - s11(v5);
    const s11 v10 = (s11(v8) << 2) + s11(v9);
    const s8 v11 = (s8(v0) << 1) - s8(v1);
    const s10 v12 = (s10(v3) << 3) - s10(v11);
    const s12 v13 = s12(v7) + (s12(v12) << 2);
    const s7 v14 = s7(v0) + s7(v3);
    const s11 v15 = s11(v5) + (s11(v8) << 2);
    const s11 v16 = s11(v14) - s11(v15);
    const s12 v17 = (s12(v7) << 2) - s12(v16);
    const s12 v18 = s12(v17) + s12(20);
    const s12 v19 = s12(v13) + s12(-24);
    const s11 v20 = s11(0) - s11(v10);
    const s13 v21 = (s13(v18) << 1);
    const s13 v22 = (s13(v19) << 1);
    const s12 v23 = (s12(v20) << 1);
    y[0] = nnet::shift_point<-7>(v21);
    y[1] = nnet::shift_point<-7>(v22);
    y[2] = nnet::shift_point<-7>(v23);
}

#endif

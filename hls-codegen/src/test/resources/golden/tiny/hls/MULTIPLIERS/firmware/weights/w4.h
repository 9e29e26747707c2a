// Constants of tiny, by L1Ring from circuit
// fb0f8ef358cd67a9bab3ca5e80806ae438c879f8232bf43b72d9074954019217
// Shape [3][1], row-major, of ap_fixed<5,1>
// Min -0.6875, max 0.4375, zeros 0
#ifndef W4_H_
#define W4_H_

const weight4_t w4[3] = {
    0.4375, 0.1875, -0.6875
};

#endif

// Constants of tiny, by L1Ring from circuit
// fb0f8ef358cd67a9bab3ca5e80806ae438c879f8232bf43b72d9074954019217
// Shape [4][3], row-major, of ap_fixed<6,2>
// Min -0.8125, max 1.875, zeros 1
#ifndef W2_H_
#define W2_H_

const weight2_t w2[12] = {
    0.1875, -0.4375, 0, 0.75, 0.3125, -0.5625, 1.3125, 0.0625, 1.0625, -0.8125, 1.875, 0.375
};

#endif

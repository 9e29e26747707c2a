// Constants of tiny, by L1Ring from circuit
// fb0f8ef358cd67a9bab3ca5e80806ae438c879f8232bf43b72d9074954019217
// Shape [3], row-major, of ap_fixed<6,2>
// Min -0.375, max 0.3125, zeros 1
#ifndef B2_H_
#define B2_H_

const bias2_t b2[3] = {
    0.3125, -0.375, 0
};

#endif

// Constants of tiny, by L1Ring from circuit
// fb0f8ef358cd67a9bab3ca5e80806ae438c879f8232bf43b72d9074954019217
// Shape [8], row-major, of ap_ufixed<6,0>
// Min 0.015625, max 0.953125, zeros 0
#ifndef TABLE5_H_
#define TABLE5_H_

const table5_t table5[8] = {
    0.015625, 0.046875, 0.125, 0.265625, 0.5, 0.734375, 0.875, 0.953125
};

#endif

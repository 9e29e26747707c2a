// Constants of tiny, by L1Ring from circuit
// fb0f8ef358cd67a9bab3ca5e80806ae438c879f8232bf43b72d9074954019217
// Shape [1], row-major, of ap_fixed<5,1>
// Min 0.5625, max 0.5625, zeros 0
#ifndef B4_H_
#define B4_H_

const bias4_t b4[1] = {
    0.5625
};

#endif

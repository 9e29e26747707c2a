// Constants of tiny, by L1Ring from circuit
// fb0f8ef358cd67a9bab3ca5e80806ae438c879f8232bf43b72d9074954019217
// Shape [4], row-major, of ap_fixed<6,6>
// Min -5.0, max 12.0, zeros 1
#ifndef OFFSET1_H_
#define OFFSET1_H_

const offset1_t offset1[4] = {
    0, 3.0, -5.0, 12.0
};

#endif

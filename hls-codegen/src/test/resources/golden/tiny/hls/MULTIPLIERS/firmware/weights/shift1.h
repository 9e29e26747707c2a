// Shifts of tiny, by L1Ring from circuit
// fb0f8ef358cd67a9bab3ca5e80806ae438c879f8232bf43b72d9074954019217
#ifndef SHIFT1_H_
#define SHIFT1_H_

const int shift1[4] = {
    1, 2, 0, -1
};

#endif

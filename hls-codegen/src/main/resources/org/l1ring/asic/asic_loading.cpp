
void identify(Bench& bench) {
    std::vector<uint8_t> head = bench.read(kMap, 8);
    uint32_t layout = head[4] | head[5] << 8 | head[6] << 16 | (uint32_t)head[7] << 24;
    if (head[0] != 0x4c || (head[2] | head[3] << 8) != kBytes || layout != kLayout) {
        bench.fail("the register map does not begin as documented");
    }
    if (bench.answers(Bench::kAddress + 1) || !bench.answers(Bench::kAddress)) {
        bench.fail("another address is answered, or the own one is not");
    }
    if (bench.write(kMap + 28, std::vector<uint8_t>(1, 0)) || bench.write(kBytes, std::vector<uint8_t>(1, 0))) {
        bench.fail("a register that cannot be written is");
    }
}

int runLoading(Bench& bench, const char* own, const char* other, std::size_t rows) {
    std::vector<uint8_t> image = readImage(own);
    std::vector<uint8_t> second = readImage(other);
    identify(bench);
    load(bench, payload(image), 0);
    if (bench.read(0, kBytes) != payload(image)) {
        bench.fail("an image is read back otherwise");
    }
    bench.expectSwap(1, -1);
    int answer = command(bench, image, 1, 0);
    if (!(answer & (ARMED | SWAPPED)) || answer & (BAD_LAYOUT | BAD_LENGTH | BAD_CRC)) {
        bench.fail("a good image is refused");
    }
    while (!(status(bench) & SWAPPED)) {
    }
    if (bench.swapPending()) {
        bench.fail("the weights did not change");
    }
    for (std::size_t i = 0; i < rows; ++i) {
        bench.cycle();
    }
    // The other image with a flipped bit, then with another layout and another length.
    std::vector<uint8_t> damaged = payload(second);
    damaged[kBytes / 2] ^= 1;
    load(bench, damaged, 0);
    refused(bench, second, 16 + kBytes / 2, BAD_CRC);
    damaged[kBytes / 2] ^= 1;
    bench.write(kBytes / 2, std::vector<uint8_t>(1, damaged[kBytes / 2]));
    refused(bench, second, 8, BAD_LAYOUT);
    refused(bench, second, 12, BAD_LENGTH);
    // An armed swap locks the bank and can be taken back.
    if (!(command(bench, second, 2, 0xffffffffu) & ARMED) || bench.write(0, std::vector<uint8_t>(1, 0))) {
        bench.fail("an armed bank can be written");
    }
    bench.write(kMap + 24, std::vector<uint8_t>(1, 0));
    for (int i = 0; i < 2 * kOrbit; ++i) {
        bench.cycle();
    }
    long orbit = bench.orbit() + 4;
    bench.expectSwap(2, orbit);
    if (!(command(bench, second, 2, (uint32_t)orbit) & ARMED) || bench.orbit() >= orbit) {
        bench.fail("a good image is refused");
    }
    while (bench.crossing() < orbit * kOrbit + (long)rows + 8) {
        bench.cycle();
    }
    if (status(bench) != SWAPPED || bench.swapPending()) {
        bench.fail("the second swap did not come");
    }
    return finish(bench, ", 2 images loaded over I2C, 3 refused");
}


const int kFirst = kBytes < 16 ? kBytes : 16;  // bytes that are written at a time

// Swaps to the image in the bank, at an orbit behind its check.
void swapTo(Bench& bench, const std::vector<uint8_t>& image, int set) {
    long orbit = bench.orbit() + (6000 + kBytes) / kOrbit + 4;
    bench.expectSwap(set, orbit);
    if (!(command(bench, image, 2, (uint32_t)orbit) & ARMED)) {
        bench.fail("a good image is refused");
    }
    while (!(status(bench) & SWAPPED)) {
    }
    if (bench.swapPending()) {
        bench.fail("the weights did not change");
    }
}

// Part of the image in the bank again, read back; a wrong CRC; a swap that changes nothing; a rest.
void visit(Bench& bench, const std::vector<uint8_t>& image, int at) {
    int count = kBytes - at < kFirst ? kBytes - at : kFirst;
    std::vector<uint8_t> part(image.begin() + 16 + at, image.begin() + 16 + at + count);
    load(bench, part, at);
    if (bench.read(at, count) != part) {
        bench.fail("a part is read back otherwise");
    }
    refused(bench, image, image.size() - 1, BAD_CRC);
    if (!(command(bench, image, 1, 0) & (ARMED | SWAPPED))) {
        bench.fail("a good image is refused");
    }
    while (!(status(bench) & SWAPPED)) {
    }
    for (int i = 0; i < 400; ++i) {
        bench.cycle();
    }
}

void runTraffic(Upsets& bench, const char* own, const char* other, long flips) {
    const std::vector<uint8_t> images[2] = {readImage(own), readImage(other)};
    load(bench, payload(images[0]), 0);
    swapTo(bench, images[0], 1);
    for (int next = 1, at = 0;; next = 1 - next) {
        std::vector<uint8_t> bytes = payload(images[next]);
        load(bench, std::vector<uint8_t>(bytes.begin() + kFirst, bytes.end()), kFirst);
        if (at == 0) {
            bench.begin(flips);
        }
        load(bench, std::vector<uint8_t>(bytes.begin(), bytes.begin() + kFirst), 0);
        swapTo(bench, images[next], next + 1);
        for (int i = 0; i < 16; ++i, at += kFirst) {
            visit(bench, images[next], at % kBytes);
        }
    }
}

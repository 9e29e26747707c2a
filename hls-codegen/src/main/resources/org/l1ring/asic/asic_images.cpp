
const int kBytes = @bytes@;
const uint32_t kLayout = @layout@u;
const int kMap = 0x8000;
enum { BUSY = 1, ARMED = 2, SWAPPED = 4, BAD_LAYOUT = 8, BAD_LENGTH = 16, BAD_CRC = 32, LOCKED = 64 };

std::vector<uint8_t> readImage(const char* file) {
    std::vector<uint8_t> bytes(20 + kBytes);
    std::FILE* in = std::fopen(file, "rb");
    if (!in || std::fread(bytes.data(), 1, bytes.size(), in) != bytes.size() || std::fgetc(in) != EOF) {
        std::fprintf(stderr, "%s: expected an image of %d bytes\n", file, kBytes);
        std::exit(2);
    }
    std::fclose(in);
    return bytes;
}

// Layout, length and CRC of an image file, as the registers 8 to 19 take them.
std::vector<uint8_t> header(const std::vector<uint8_t>& image) {
    std::vector<uint8_t> bytes(image.begin() + 8, image.begin() + 16);
    bytes.insert(bytes.end(), image.end() - 4, image.end());
    return bytes;
}

std::vector<uint8_t> payload(const std::vector<uint8_t>& image) {
    return std::vector<uint8_t>(image.begin() + 16, image.end() - 4);
}

int status(Bench& bench) {
    int value;
    do {
        value = bench.read(kMap + 25, 1)[0];
    } while (value & BUSY);
    return value;
}

// Writes layout, length and CRC, gives the command and returns the status after the check.
int command(Bench& bench, const std::vector<uint8_t>& image, int code, uint32_t orbit) {
    std::vector<uint8_t> words = header(image);
    for (int i = 0; i < 4; ++i) {
        words.push_back((uint8_t)(orbit >> 8 * i));
    }
    if (!bench.write(kMap + 8, words) || !bench.write(kMap + 24, std::vector<uint8_t>(1, (uint8_t)code))) {
        bench.fail("a command is not taken");
    }
    return status(bench);
}

void refused(Bench& bench, std::vector<uint8_t> image, std::size_t at, int expected) {
    image[at] ^= 0x10;
    if ((command(bench, image, 1, 0) & (ARMED | BAD_LAYOUT | BAD_LENGTH | BAD_CRC)) != expected) {
        bench.fail("a bad image is not refused as such");
    }
}

void load(Bench& bench, const std::vector<uint8_t>& bytes, int at) {
    if (!bench.write(at, bytes)) {
        bench.fail("an image is not taken");
    }
}

// Streams rows through @top@ in Verilator.
//   sim VECTORS            compares with the expected outputs, exit code 1 on any mismatch
//   sim --raw IN OUT       rows of packed input bits to rows of packed output bits, words of 32 bits
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "V@module@.h"
#include "verilated.h"

namespace {

const int kLatency = @latency@;
const int kInterval = @interval@;
const size_t kLead = @lead@;  // rows of a stream that only fill the window
const int kInputBits = @inputBits@;
const int kOutputBits = @outputBits@;
const long kShown = @shown@;
const int kInputWords = (kInputBits + 31) / 32;
const int kOutputWords = (kOutputBits + 31) / 32;

struct Output {
    const char* name;
    int low;
    int width;
    bool isSigned;
};

const Output kOutputs[] = {
@outputs@
};

typedef std::vector<uint32_t> Words;

int64_t field(const uint32_t* words, int low, int width, bool isSigned) {
    uint64_t value = 0;
    for (int bit = 0; bit < width; ++bit) {
        value |= (uint64_t)(words[(low + bit) / 32] >> ((low + bit) % 32) & 1) << bit;
    }
    if (isSigned && width < 64 && (value >> (width - 1) & 1)) {
        value |= ~(uint64_t)0 << width;
    }
    return (int64_t)value;
}

class Simulation {
  public:
    Simulation() : pending_(kLatency > 0 ? kLatency : 1, false), at_(0), cycle_(0), rows_(0) {
        top_.clk = 0;
        top_.rst = 1;
        top_.valid_in = 0;
        top_.eval();
        for (int i = 0; i < kLatency + 2; ++i) {
            edge();
        }
        top_.rst = 0;
    }

    // One clock cycle with a row or, for a null pointer, a gap. True when valid_out is as expected.
    bool step(const uint32_t* row) {
        for (int i = 0; i < kInputWords; ++i) {
            // What enters in gaps must not matter.
            top_.row[i] = row ? row[i] : 0x9e3779b9u * (uint32_t)(cycle_ + i);
        }
        if (!row && kInputBits % 32) {
            top_.row[kInputWords - 1] &= ((uint32_t)1 << kInputBits % 32) - 1;
        }
        top_.valid_in = row != 0;
        pending_[at_] = row && ++rows_ > kLead;
        at_ = (at_ + 1) % pending_.size();
        ++cycle_;
        edge();
        return (bool)top_.valid_out == (bool)pending_[at_];
    }

    bool due() const { return pending_[at_]; }
    const uint32_t* result() const { return &top_.result[0]; }
    long cycle() const { return cycle_; }

  private:
    void edge() {
        top_.clk = 1;
        top_.eval();
        top_.clk = 0;
        top_.eval();
    }

    V@module@ top_;
    std::vector<bool> pending_;
    size_t at_;
    long cycle_;
    size_t rows_;
};

// The bits of a hexadecimal line: the outputs are the lowest ones.
bool parse(const char* line, Words& inputs, Words& outputs) {
    size_t digits = std::strcspn(line, "\r\n");
    if (digits != (size_t)(kInputBits + kOutputBits + 3) / 4) {
        return false;
    }
    inputs.assign(kInputWords, 0);
    outputs.assign(kOutputWords, 0);
    for (size_t i = 0; i < digits; ++i) {
        char c = line[digits - 1 - i];
        int value = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (value < 0) {
            return false;
        }
        for (int k = 0; k < 4; ++k) {
            int bit = (int)(4 * i) + k;
            uint32_t one = value >> k & 1;
            if (bit < kOutputBits) {
                outputs[bit / 32] |= one << bit % 32;
            } else if (bit < kOutputBits + kInputBits) {
                inputs[(bit - kOutputBits) / 32] |= one << (bit - kOutputBits) % 32;
            }
        }
    }
    return true;
}

int compare(const char* file) {
    std::FILE* vectors = std::fopen(file, "r");
    if (!vectors) {
        std::fprintf(stderr, "%s: cannot be read\n", file);
        return 2;
    }
    std::vector<Words> inputs;
    std::vector<Words> expected;
    std::vector<char> line(kInputBits + kOutputBits + 16);
    while (std::fgets(line.data(), (int)line.size(), vectors)) {
        inputs.push_back(Words());
        expected.push_back(Words());
        if (!parse(line.data(), inputs.back(), expected.back())) {
            std::fprintf(stderr, "%s: line %zu: expected %d hexadecimal digits\n", file,
                         inputs.size(), (kInputBits + kOutputBits + 3) / 4);
            return 2;
        }
    }
    std::fclose(vectors);
    if (inputs.size() <= kLead) {
        std::fprintf(stderr, "%s: expected at least %zu rows, got %zu\n", file, kLead + 1, inputs.size());
        return 2;
    }
    Simulation simulation;
    long mismatches = 0;
    size_t sent = 0;
    size_t received = kLead;
    int phase = 0;
    size_t limit = 2 * (inputs.size() + 1) * kInterval + kLatency + 10;
    for (size_t cycle = 0; received < inputs.size() && cycle < limit; ++cycle) {
        const uint32_t* row = 0;
        if (sent < inputs.size() && phase == 0 && cycle % 5 != 3) {
            row = inputs[sent++].data();
            phase = kInterval - 1;
        } else if (phase > 0) {
            --phase;
        }
        if (!simulation.step(row) && ++mismatches <= kShown) {
            std::printf("cycle %zu: valid_out: expected %d, got %d\n", cycle, simulation.due(),
                        !simulation.due());
        }
        if (!simulation.due()) {
            continue;
        }
        for (const Output& output : kOutputs) {
            int64_t want = field(expected[received].data(), output.low, output.width, output.isSigned);
            int64_t got = field(simulation.result(), output.low, output.width, output.isSigned);
            if (want != got && ++mismatches <= kShown) {
                std::printf("row %zu: %s: expected %lld, got %lld\n", received, output.name,
                            (long long)want, (long long)got);
            }
        }
        ++received;
    }
    mismatches += (long)(inputs.size() - received);
    std::printf("%s: %ld mismatches in %zu rows, latency %d cycles\n", mismatches ? "FAIL" : "PASS",
                mismatches, inputs.size() - kLead, kLatency);
    return mismatches ? 1 : 0;
}

int raw(const char* from, const char* to) {
    std::FILE* in = std::fopen(from, "rb");
    std::FILE* out = std::fopen(to, "wb");
    if (!in || !out) {
        std::fprintf(stderr, "%s, %s: cannot be opened\n", from, to);
        return 2;
    }
    Simulation simulation;
    Words row(kInputWords);
    size_t sent = 0;
    size_t received = kLead;
    bool more = true;
    int phase = 0;
    while (more || received < sent) {
        const uint32_t* next = 0;
        if (phase > 0) {
            --phase;
        } else if (more) {
            more = std::fread(row.data(), 4, kInputWords, in) == (size_t)kInputWords;
            if (more) {
                next = row.data();
                ++sent;
                phase = kInterval - 1;
            }
        }
        if (!simulation.step(next)) {
            std::fprintf(stderr, "cycle %ld: valid_out is wrong\n", simulation.cycle());
            return 1;
        }
        if (simulation.due()) {
            std::fwrite(simulation.result(), 4, kOutputWords, out);
            ++received;
        }
    }
    std::fclose(in);
    return std::fclose(out) == 0 ? 0 : 2;
}

}  // namespace

int main(int argc, char** argv) {
    Verilated::commandArgs(argc, argv);
    if (argc == 2) {
        return compare(argv[1]);
    }
    if (argc == 4 && std::string(argv[1]) == "--raw") {
        return raw(argv[2], argv[3]);
    }
    std::fprintf(stderr, "usage: %s VECTORS | --raw INPUTS OUTPUTS\n", argv[0]);
    return 2;
}

// @what@
@usage@
// A line of ROWS holds hexadecimal numbers: data_in, then data_out with each set of weights: all zero, IMAGE,
// OTHER_IMAGE; with constant weights only one.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "V@top@.h"
#include "verilated.h"@includes@

namespace {

const int kLatency = @latency@;
const int kInputBits = @inputBits@;
const int kOutputBits = @outputBits@;
const int kOrbit = @orbit@;
const int kShown = 20;

typedef std::vector<uint32_t> Words;

// Ports of up to 64 bits are integers, wider ones arrays of words.
template <class T> uint32_t word(const T& port, int i) { return (uint32_t)((uint64_t)port >> 32 * i); }
template <std::size_t N> uint32_t word(const VlWide<N>& port, int i) { return port[i]; }
template <class T> void setWord(T& port, int i, uint32_t value) {
    port = (T)(((uint64_t)port & ~((uint64_t)0xffffffffu << 32 * i)) | (uint64_t)value << 32 * i);
}
template <std::size_t N> void setWord(VlWide<N>& port, int i, uint32_t value) { port[i] = value; }

Words parse(const std::string& digits, int bits) {
    Words words((bits + 31) / 32, 0);
    for (std::size_t i = 0; i < digits.size() && (int)(4 * i) < bits; ++i) {
        uint32_t value = (uint32_t)std::strtoul(std::string(1, digits[digits.size() - 1 - i]).c_str(), 0, 16);
        words[i / 8] |= value << 4 * (i % 8);
    }
    return words;
}

struct Row {
    Words in;
    std::vector<Words> out;
};

std::vector<Row> readRows(const char* file) {
    std::vector<Row> rows;
    std::FILE* in = std::fopen(file, "r");
    std::vector<char> line(16 * (kInputBits + 4 * kOutputBits) + 64);
    while (in && std::fgets(line.data(), (int)line.size(), in)) {
        Row row;
        char* part = std::strtok(line.data(), " \n");
        row.in = parse(part, kInputBits);
        while ((part = std::strtok(0, " \n"))) {
            row.out.push_back(parse(part, kOutputBits));
        }
        rows.push_back(row);
    }
    if (!in || rows.empty()) {
        std::fprintf(stderr, "%s: no rows\n", file);
        std::exit(2);
    }
    std::fclose(in);
    return rows;
}

class Bench {
  public:
    explicit Bench(const std::vector<Row>& rows)
        : rows_(rows), crossing_(0), set_(0), next_(-1), orbit_(-1), mismatches_(0), compared_(0), stall_(0) {
        top_.clk = 0;
        top_.rst = 1;
        top_.ce = 1;
        top_.bc0_in = 0;
        lines(1, 1);
        top_.eval();
        for (int i = 0; i < 8; ++i) {
            edge();
        }
        top_.rst = 0;
    }
    virtual ~Bench() {}

    // One clock cycle; one in 64 has no clock enable, and then rubbish at the inputs.
    void cycle() {
        stall_ = stall_ * 1664525u + 1013904223u;
        bool enabled = stall_ >> 26 != 0;
        const Row& row = rows_[crossing_ % rows_.size()];
        bool first = crossing_ % kOrbit == 0;
        top_.ce = enabled;
        top_.bc0_in = enabled ? first : stall_ >> 9 & 1;
        for (std::size_t i = 0; i < row.in.size(); ++i) {
            uint32_t mask = (int)(32 * i + 32) > kInputBits ? ((uint32_t)1 << kInputBits % 32) - 1 : 0xffffffffu;
            setWord(top_.data_in, (int)i, (enabled ? row.in[i] : stall_ * (uint32_t)(i + 3)) & mask);
        }
        edge();
        if (enabled) {
            ++crossing_;
            check();
        }
        cycled();
    }

    // The weights change to this set in an orbit; -1 for the next orbit that shows them.
    void expectSwap(int set, long orbit) {
        next_ = set;
        orbit_ = orbit;
    }
    bool swapPending() const { return next_ >= 0; }
    long orbit() const { return crossing_ / kOrbit; }
    long mismatches() const { return mismatches_; }
    long compared() const { return compared_; }
    long crossing() const { return crossing_; }
    void fail(const char* what) {
        if (++mismatches_ <= kShown) {
            std::printf("crossing %ld: %s\n", crossing_, what);
        }
    }
@i2c@
  protected:
    // What else belongs to a clock cycle; the inputs are still those of its edge.
    virtual void cycled() {}

    static void edge(V@top@& top) {
        top.clk = 1;
        top.eval();
        top.clk = 0;
        top.eval();
    }

    V@top@ top_;

  private:
    void edge() { edge(top_); }

    bool shows(const Words& want) const {
        bool same = true;
        for (std::size_t i = 0; i < want.size(); ++i) {
            same &= word(top_.data_out, (int)i) == want[i];
        }
        return same;
    }

    // After the edge that took crossing c the result of crossing c - latency is there.
    void check() {
        long at = crossing_ - 1 - kLatency;
        if (at < 0) {
            return;
        }
        const Row& row = rows_[at % rows_.size()];
        if (next_ >= 0 && at % kOrbit == 0
            && (orbit_ < 0 ? shows(row.out[next_]) && !shows(row.out[set_]) : at / kOrbit == orbit_)) {
            set_ = next_;
            next_ = -1;
        }
        ++compared_;
        if (!shows(row.out[set_]) && ++mismatches_ <= kShown) {
            std::printf("crossing %ld (orbit %ld, %ld): row %ld is wrong with weights %d\n", at, at / kOrbit,
                        at % kOrbit, at % (long)rows_.size(), set_);
        }
        if ((bool)top_.bc0_out != (at % kOrbit == 0)) {
            fail("bc0_out is wrong");
        }
    }

    const std::vector<Row>& rows_;
    long crossing_;
    int set_;
    int next_;
    long orbit_;
    long mismatches_;
    long compared_;
    uint32_t stall_;
};

int finish(const Bench& bench, const char* what) {
    std::printf("%s: %ld mismatches in %ld crossings, latency %d crossings%s\n", bench.mismatches() ? "FAIL" : "PASS",
                bench.mismatches(), bench.compared(), kLatency, what);
    return bench.mismatches() ? 1 : 0;
}
@loading@
}  // namespace

int main(int argc, char** argv) {
    Verilated::commandArgs(argc, argv);
@main@
}

//
// hls_test VECTORS         compares: each line holds the raw integers of the inputs, then of the
//                          outputs; exit code 1 on any mismatch
// hls_test --run IN OUT    reads lines of inputs, writes lines of outputs
#include "firmware/@TOP@.h"
#include "firmware/nnet_utils/nnet_common.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

static const int INPUTS = @INPUTS@;
static const int OUTPUTS = @OUTPUTS@;
static const int LEAD = @LEAD@;  // first rows of a stream, which decide nothing and have no outputs
static const int SHOWN = 20;

// Whether a row gave outputs.
static bool evaluate(const long long *input_raw, long long *column_raw) {
@EVALUATE@
}

static bool read_line(FILE *file, std::string &line) {
    char piece[65536];
    line.clear();
    while (fgets(piece, sizeof piece, file)) {
        line += piece;
        if (line[line.size() - 1] == '\n') {
            break;
        }
    }
    return !line.empty();
}

// The integers of a line, which must be so many.
static void parse(const std::string &line, long row, size_t expected, std::vector<long long> &values) {
    values.clear();
    const char *at = line.c_str();
    for (;;) {
        char *end;
        const long long value = strtoll(at, &end, 10);
        if (end == at) {
            break;
        }
        values.push_back(value);
        at = end;
    }
    if (values.size() != expected || *at != '\n') {
        fprintf(stderr, "row %ld: expected %lu integers, got %lu\n", row, (unsigned long)expected,
                (unsigned long)values.size());
        exit(2);
    }
}

static FILE *open(const char *name, const char *mode) {
    FILE *file = fopen(name, mode);
    if (!file) {
        fprintf(stderr, "%s: expected a file, got none\n", name);
        exit(2);
    }
    return file;
}

static int compare(FILE *vectors) {
    std::string line;
    std::vector<long long> values;
    long long got[OUTPUTS];
    long rows = 0;
    long mismatches = 0;
    for (; read_line(vectors, line); rows++) {
        const bool answered = rows >= LEAD;
        parse(line, rows, answered ? INPUTS + OUTPUTS : INPUTS, values);
        if (evaluate(&values[0], got) != answered && mismatches++ < SHOWN) {
            printf("row %ld: expected %s, got %s\n", rows, answered ? "outputs" : "none", answered ? "none" : "some");
        }
        for (int i = 0; answered && i < OUTPUTS; i++) {
            if (got[i] != values[INPUTS + i] && mismatches++ < SHOWN) {
                printf("row %ld: output %d: expected %lld, got %lld\n", rows, i, values[INPUTS + i], got[i]);
            }
        }
    }
    const bool failed = mismatches > 0 || rows <= LEAD;
    printf("%s: %ld mismatches in %ld rows\n", failed ? "FAIL" : "PASS", mismatches, rows - LEAD);
    return failed ? 1 : 0;
}

static int run(FILE *in, FILE *out) {
    std::string line;
    std::vector<long long> values;
    long long got[OUTPUTS];
    for (long row = 0; read_line(in, line); row++) {
        parse(line, row, INPUTS, values);
        const bool answered = evaluate(&values[0], got);
        for (int i = 0; answered && i < OUTPUTS; i++) {
            fprintf(out, "%lld%c", got[i], i + 1 < OUTPUTS ? ' ' : '\n');
        }
    }
    return fclose(out) == 0 ? 0 : 2;
}

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "--run") == 0) {
        FILE *in = open(argv[2], "r");
        return run(in, open(argv[3], "w"));
    }
    if (argc == 2) {
        return compare(open(argv[1], "r"));
    }
    fprintf(stderr, "usage: hls_test VECTORS | hls_test --run IN OUT\n");
    return 2;
}

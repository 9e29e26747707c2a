package org.l1ring.importer.hls4ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.model.Preprocessing;

/** Small folders in the dialect of hls4ml, with results worked out by hand. */
final class FirmwareImporterTest {
    private static final String DEFINES =
            """
            #ifndef DEFINES_H_
            #define DEFINES_H_
            #include "ap_fixed.h"
            #include <cstdio>
            namespace tiny {
            #define N_IN 2
            static const int N_OUT = N_IN + 1;
            typedef ap_fixed<8,4> input_t;
            typedef ap_fixed<16,8,AP_RND,AP_SAT,AP_SAT> sum_t; // some folders give a mode for N
            typedef ap_fixed<6,2> weight_t;
            typedef ap_uint<4> result_t;
            }
            #endif
            """;
    private static final String PARAMETERS =
            """
            #ifndef PARAMETERS_H_
            #define PARAMETERS_H_
            #include "defines.h"
            #include "nnet_utils/nnet_dense.h"
            #include "weights/w2.h"
            namespace tiny {
            weight_t b2[N_OUT] = {0.25, 0, -0.5};
            struct config2 : nnet::dense_config {
                static const unsigned n_in = N_IN;
                static const unsigned n_out = 3;
                static const unsigned strategy = nnet::latency;
                static const unsigned reuse_factor = 1;
                static const unsigned multiplier_limit = DIV_ROUNDUP(n_in * n_out, reuse_factor);
                typedef sum_t accum_t;
                typedef weight_t bias_t;
                typedef weight_t weight_t;
                template<class x_T, class y_T>
                using product = nnet::product::mult<x_T, y_T>;
            };
            struct relu_config3 : nnet::activ_config {
                static const unsigned n_in = 3;
                typedef ap_fixed<18,8> table_t;
            };
            }
            #endif
            """;
    private static final String WEIGHTS =
            """
            //Numpy array shape [2, 3]
            #ifndef W2_H_
            #define W2_H_
            #ifndef __SYNTHESIS__
            tiny::weight_t w2[6];
            #else
            tiny::weight_t w2[6] = {1.5, -0.25,
                                    0.0625, -1e0,
                                    0x1p-1, 0.999};
            #endif
            #endif
            """;
    private static final String TOP =
            """
            #include <iostream>
            #include "parameters.h"
            namespace tiny {
            void tiny_nn(input_t x[N_IN], result_t layer3_out[N_OUT]) {
                #pragma HLS PIPELINE
            #ifndef __SYNTHESIS__
                static bool loaded_weights = false;
                if (!loaded_weights) {
                    nnet::load_weights_from_txt<weight_t, 6>(w2, "w2.txt");
                    loaded_weights = true;
                }
            #endif
                sum_t layer2_out[N_OUT];
                nnet::dense<input_t, sum_t, config2>(x, layer2_out, w2, b2); // fc
                nnet::relu<sum_t, result_t, relu_config3>(layer2_out, layer3_out); // clip
            }
            }
            """;

    @TempDir private Path folder;

    private void put(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void put() throws IOException {
        put("firmware/defines.h", DEFINES);
        put("firmware/parameters.h", PARAMETERS);
        put("firmware/weights/w2.h", WEIGHTS);
        put("firmware/tiny_nn.cpp", TOP);
    }

    private Model read() {
        return FirmwareImporter.read(folder).model();
    }

    private static long[] run(Model model, long... columns) {
        long[] outputs = new long[model.outputColumns()];
        new CircuitInterpreter(Lowering.lower(model)).run(columns, outputs);
        return outputs;
    }

    @Test
    void denseAndReluOfAHeaderOfWeights() throws IOException {
        put();
        Model model = read();
        assertEquals("tiny_nn", model.name());
        assertEquals(
                List.of("fc", "clip"), model.layers().stream().map(l -> l.head().name()).toList());
        // 0.999 becomes 0.9375; 3 * 1.5 - 2 * 1 + 0.25 = 2.75, -0.75 + 1, 0.1875 + 1.875 - 0.5
        assertArrayEquals(new long[] {2, 0, 1}, run(model, 48, 32));
        assertArrayEquals(new long[] {10, 0, 0}, run(model, 112, 0));
    }

    @Test
    void textFilesWinWhereTheTopFunctionLoadsThem() throws IOException {
        put();
        put("firmware/weights/w2.txt", "0.5, 0.0, 1.0, 0.25, 1.75, -0.5\n");
        assertArrayEquals(new long[] {2, 3, 1}, run(read(), 48, 32));
    }

    @Test
    void theResourceStrategyHasItsWeightsTransposed() throws IOException {
        put();
        put("firmware/parameters.h", PARAMETERS.replace("nnet::latency", "nnet::resource"));
        // columns 1.5, -0.25; 0.0625, -1; 0.5, 0.9375
        assertArrayEquals(new long[] {4, 0, 2}, run(read(), 48, 32));
    }

    @Test
    void streamsGiveTheValuesOfArrays() throws IOException {
        put();
        put(
                "firmware/defines.h",
                DEFINES.replace("ap_fixed<8,4> input_t", "nnet::array<ap_fixed<8,4>, 2*1> input_t")
                        .replace(
                                "ap_fixed<16,8,AP_RND,AP_SAT,AP_SAT> sum_t",
                                "nnet::array<ap_fixed<16,8,AP_RND,AP_SAT>, 3> sum_t")
                        .replace("ap_uint<4> result_t", "nnet::array<ap_uint<4>, 3> result_t"));
        put(
                "firmware/tiny_nn.cpp",
                TOP.replace("input_t x[N_IN]", "hls::stream<input_t> &x")
                        .replace("result_t layer3_out[N_OUT]", "hls::stream<result_t> &layer3_out")
                        .replace(
                                "sum_t layer2_out[N_OUT];",
                                "hls::stream<sum_t> layer2_out(\"layer2_out\");"));
        assertArrayEquals(new long[] {2, 0, 1}, run(read(), 48, 32));
    }

    @Test
    void straightLinesBecomeExactSumsAndTheirLossyCastsLayers() throws IOException {
        put();
        put(
                "firmware/nnet_utils/nnet_code_gen.h",
                """
                namespace tiny_da {
                using nnet::bit_shift;
                template <typename inp_t, typename out_t>
                void dense_da_2(inp_t inp[2], out_t out[3]) {
                    ap_fixed<11, 6> v0 = bit_shift<1>(inp[0]) - inp[1]; // exact: 9 bits would do
                    ap_fixed<5, 5> v1 = v0 + ap_ufixed<1, 0>(0.5); // loses its fraction
                    ap_fixed<12, 8> v2 = -v0 + bit_shift<2>(v1);
                    out[0] = v0;
                    out[1] = v1;
                    out[2] = v2;
                }
                }
                """);
        put(
                "firmware/parameters.h",
                PARAMETERS.replace("weights/w2.h", "nnet_utils/nnet_code_gen.h"));
        put(
                "firmware/tiny_nn.cpp",
                TOP.replaceAll("(?s)#ifndef __SYN.*?#endif", "")
                        .replace(
                                "nnet::dense<input_t, sum_t, config2>(x, layer2_out, w2, b2)",
                                "tiny_da::dense_da_2<input_t, sum_t>(x, layer2_out)"));
        Model model = read();
        assertEquals(4, model.layers().size());
        assertInstanceOf(Layer.Dense.class, model.layers().get(0));
        // v0 = 2 * 3.5 - 2.25 = 4.75, v1 = 5, v2 = -4.75 + 20
        assertArrayEquals(new long[] {4, 5, 15}, run(model, 56, 36));
    }

    @Test
    void theWrapperScalesAndScores() throws IOException {
        put();
        put(
                "emulator.cpp",
                """
                #include "firmware/defines.h"
                using namespace tiny;
                namespace tiny {
                typedef ap_fixed<10,8> unscaled_t;
                typedef ap_ufixed<9,9> score_t;
                const ap_fixed<4,4> shifts[2] = {1, -1};
                const ap_fixed<5,5> offsets[2] = {3., -2.};
                }
                class Emulator : public hls4mlEmulator::Model {
                    unscaled_t _u[N_IN]; input_t _x[N_IN]; result_t _result[N_OUT]; score_t _loss;
                    void _scale(unscaled_t u[N_IN], input_t x[N_IN]) {
                        for (int i = 0; i < N_IN; i++) {
                            unscaled_t t = u[i] - tiny::offsets[i];
                            input_t s = t >> tiny::shifts[i];
                            x[i] = s;
                        }
                    }
                    score_t _sum(result_t r[N_OUT]) {
                        score_t squares[N_OUT];
                        score_t square_sum;
                        for (int i = 0; i < N_OUT; i++) { squares[i] = r[i] * r[i]; }
                        nnet::Op_add<score_t> op;
                        square_sum = nnet::reduce<score_t, N_OUT, nnet::Op_add<score_t>>(squares, op);
                        return square_sum;
                    }
                public:
                    void prepare_input(std::any input) { _scale(_u, _x); }
                    void predict() { tiny_nn(_x, _result); _loss = _sum(_result); }
                    void read_result(std::any result) {
                        for (int i = 0; i < N_OUT; i++) { p->first[i] = _result[i]; }
                        p->second = _loss;
                    }
                };
                """);
        Model model = read();
        assertInstanceOf(Preprocessing.OffsetThenShift.class, model.preprocessing().orElseThrow());
        assertEquals(
                List.of("result", "score"),
                model.outputs().stream().map(Model.Output::name).toList());
        // (9 - 3) / 2 = 3 and (-1 + 2) * 2 = 2 are the inputs of the first test
        assertArrayEquals(new long[] {2, 0, 1, 5}, run(model, 36, -4));
    }

    @ParameterizedTest
    @CsvSource({
        "defines.h, 'ap_fixed<8,4>', 'ap_fixed<8>', 'firmware/defines.h:8: expected 2 to 5 arguments'",
        "defines.h, N_IN 2, N_IN zwei, 'expected a whole number'",
        "parameters.h, 'n_out = 3', 'n_out = 4', 'firmware/weights/w2.h:7: expected 8 values in w2'",
        "parameters.h, 'n_in = N_IN', 'n_in = 3', 'tiny_nn.cpp:14: expected x to have 3 elements, got 2'",
        "parameters.h, 'nnet::latency', 'nnet::magic', 'expected strategy latency'",
        "parameters.h, 'sum_t accum_t', 'other_t accum_t', 'expected a type ap_[u]fixed'",
        "parameters.h, 'namespace tiny {', 'namespace tiny { }', 'parameters.h'",
        "weights/w2.h, '1.5,', '1.5', 'firmware/weights/w2.h:7: expected a number of a list'",
        "weights/w2.h, '-1e0', '-1e0, 2', 'expected the 6 values of w2, got 7'",
        "tiny_nn.cpp, 'nnet::relu', 'nnet::swish', 'tiny_nn.cpp:15: expected a function of hls4ml'",
        "tiny_nn.cpp, '(layer2_out, layer3_out)', '(layer9_out, layer3_out)', 'got \"layer9_out\"'",
        "tiny_nn.cpp, 'void tiny_nn', 'void tiny_nn() {} void other', 'expected one function'",
        "tiny_nn.cpp, '#ifndef __SYNTHESIS__', '#ifndef', 'tiny_nn.cpp:6: expected a name after #ifndef'"
    })
    void errorsNameFileAndLine(String file, String before, String after, String reason)
            throws IOException {
        put();
        Path path = folder.resolve("firmware").resolve(file);
        String text = Files.readString(path);
        assertTrue(text.contains(before), "the text has " + before);
        Files.writeString(path, text.replace(before, after));
        ModelException e = assertThrows(ModelException.class, this::read);
        assertTrue(e.getMessage().matches("firmware/[\\w./]+:\\d+: .+"), e.getMessage());
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }
}

package org.l1ring.model;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which a model file can be wrong has one clear line. */
final class ModelReaderErrorsTest {
    private static final String TYPE = "{'type':'ap_fixed','W':8,'I':4}";

    private static final String MODEL =
            """
            {'format':1,'name':'m','inputs':[{'name':'x','size':2,'type':T}],
             'preprocessing':null,
             'layers':[
              {'name':'d','kind':'dense','inputs':['x'],'output':'y','n_in':2,'n_out':3,
               'weights':{'type':T,'shape':[2,3],'raw':[[1,2,3],[4,5,6]]},
               'biases':{'type':T,'shape':[3],'raw':[0,0,0]},
               'accum_type':{'type':'ap_fixed','W':20,'I':8},'result_type':T},
              {'name':'r','kind':'relu','inputs':['y'],'output':'z','size':3,
               'result_types':[T,T,T]}],
             'outputs':[{'name':'o','from':'z','size':3,'type':T}],
             'binding':[{'field':'MET_pt','shift':1},{'field':'ZERO'}],
             'threshold':{'raw':7,'rateKhz':2.5}}
            """
                    .replace("T,", TYPE + ",")
                    .replace("T}", TYPE + "}")
                    .replace("T]", TYPE + "]");

    @TempDir private Path folder;

    private static Model read(String text) throws IOException {
        byte[] bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return ModelReader.read(new ByteArrayInputStream(bytes), "m.json");
    }

    private static String error(String text) {
        return assertThrows(ModelException.class, () -> read(text)).getMessage();
    }

    @Test
    void theModelItselfIsRight() {
        assertDoesNotThrow(() -> read(MODEL));
    }

    /** Each row replaces one piece of the right model's text. */
    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    'format':1 | 'format':2 | m.json: expected format 1, got 2; convert it
                    'format':1, | "" | m.json: expected a field "format", got none; add it
                    'name':'m', | "" | m.json: expected a field "name", got none; add it
                    'kind':'relu' | 'kind':'gelu' | m.json: layer r.kind: unknown layer kind "gelu"; expected one of dense, pointwise_conv1d, conv2d, pad2d, batchnorm, relu, linear, quantize, select, sigmoid, tanh, table, lookup, softmax, global_average_pooling1d, pool, embedding, concat_features, multiply_hls4ml, add, subtract, dot, matmul, sum_of_squares, argmax, recurrent, trees
                    'shape':[2,3] | 'shape':[3,2] | m.json: layer d.weights: expected shape [2][3], got [3][2]; transpose or reshape the array
                    [[1,2,3],[4,5,6]] | [[1,2,3],[4,5]] | m.json: layer d.weights.raw[1]: expected a list of 3, got one of 2
                    [[1,2,3],[4,5,6]] | [1,2,3,4,5] | m.json: layer d.weights.raw: expected a list of 6, got one of 5
                    [1,2,3] | [1,2,3000] | m.json: layer d.weights: value 2: expected a raw value of ap_fixed<8,4>, got 3000
                    [1,2,3] | [1,2,3.5] | m.json: layer d.weights.raw[0][2]: expected a 64-bit integer, got 3.5
                    [1,2,3] | [1,2,'a'] | m.json: layer d.weights.raw[0][2]: expected a 64-bit integer, got "a"
                    'n_in':2 | 'n_in':3 | m.json: layer d: input x: expected 3 elements, got 2
                    'n_in':2 | 'n_in':0 | m.json: layer d.n_in: expected an integer of at least 1, got 0
                    'n_in':2, | "" | m.json: layer d: expected a field "n_in", got none; add it
                    'inputs':['x'] | 'inputs':['q'] | m.json: layer d: inputs: expected one of [x], got "q"
                    'inputs':['x'] | 'inputs':[] | m.json: layer d: inputs: expected at least 1 names, got 0
                    'W':20,'I':8 | 'W':65,'I':8 | m.json: layer d.accum_type: fixed-point width: expected 0..64 bits, got 65; narrow the type to at most 64 bits
                    'W':20,'I':8 | 'W':20,'I':2000 | m.json: layer d.accum_type: fixed-point integer bits: expected -1024..1024, got 2000
                    'W':20,'I':8 | 'W':20,'I':8,'N':21 | m.json: layer d.accum_type: fixed-point saturation bits: expected 0..20, got 21
                    'W':20,'I':8 | 'W':20,'I':8,'Q':'ROUND' | m.json: layer d.accum_type.Q: expected one of [TRN, TRN_ZERO, RND, RND_ZERO, RND_MIN_INF, RND_INF, RND_CONV], got ROUND
                    'W':20,'I':8 | 'W':20,'I':8,'O':'CLIP' | m.json: layer d.accum_type.O: expected one of [SAT, SAT_ZERO, SAT_SYM, WRAP, WRAP_SM], got CLIP
                    'W':20,'I':8 | 'I':8 | m.json: layer d.accum_type: expected a field "W", got none; add it
                    'type':'ap_fixed','W':20 | 'type':'ap_int','W':20 | m.json: layer d.accum_type: expected I = W = 20 for ap_int, got I = 8
                    'type':'ap_fixed','W':20 | 'type':'ac_fixed','W':20 | m.json: layer d.accum_type: expected ap_fixed, ap_ufixed, ap_int or ap_uint, got ac_fixed
                    'type':'ap_fixed','W':20 | 'type':'ap_fixed','signed':false,'W':20 | m.json: layer d.accum_type: expected "signed": true for ap_fixed, got the opposite
                    'accum_type' | 'accumulation':'fast','accum_type' | m.json: layer d.accumulation: expected "exact", got "fast"
                    'accum_type' | 'accumulator' | m.json: layer d: expected a field "accum_type", got none; add it
                    'output':'z','size':3 | 'output':'z','size':4 | m.json: layer r: size: expected 3, the size of y, got 4
                    'output':'z' | 'output':'y' | m.json: layer r: expected a new output name, got "y" again; rename it
                    'from':'z' | 'from':'zz' | m.json.outputs[0].from: expected one of [x, y, z], got "zz"
                    'from':'z','size':3 | 'from':'z','size':2 | m.json.outputs[0].size: expected 3, the size of z, got 2
                    {'field':'ZERO'} | {'field':'ZERO'},{'field':'ZERO'} | m.json.binding: expected 2 entries, one an input column, got 3
                    'shift':1 | 'shift':16 | m.json.binding[0]: shift: expected 0..15, got 16
                    'preprocessing':null | 'preprocessing':{'kind':'scale'} | m.json.preprocessing: expected a field "input_type", got none; add it
                    'raw':7 | 'raw':'x' | m.json.threshold.raw: expected a 64-bit integer, got "x"
                    """)
    void oneWrongPiece(String from, String to, String message) {
        String wrong = MODEL.replaceFirst(Pattern.quote(from), to);
        assertEquals(message, error(wrong));
    }

    @Test
    void missingFile() {
        Path file = folder.resolve("absent.json");
        assertEquals(
                file + ": expected a model file, found none; check the path",
                assertThrows(ModelException.class, () -> ModelReader.read(file)).getMessage());
    }

    @Test
    void folderInsteadOfAFile() {
        assertEquals(
                folder + ": expected a readable file, got Is a directory; check the path",
                assertThrows(ModelException.class, () -> ModelReader.read(folder)).getMessage());
    }

    @ParameterizedTest(name = "{0} characters")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    0 | m.json: expected a model, got an empty file; write it anew
                    1 | m.json:1:2: expected more JSON, got the end of the file; the file may be truncated
                    200 | m.json:4:70: expected more JSON, got the end of the file; the file may be truncated
                    """)
    void truncatedFile(int length, String message) {
        assertEquals(message, error(MODEL.substring(0, length)));
    }

    @Test
    void everyTruncationIsSaid() {
        String whole = MODEL.strip();
        for (int length = 1; length < whole.length(); length++) {
            String message = error(whole.substring(0, length));
            assertTrue(message.endsWith("the file may be truncated"), message);
        }
    }

    @Test
    void truncatedGzip() throws IOException {
        Path file = folder.resolve("m.json.gz");
        Files.write(file, new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});
        assertEquals(
                file
                        + ": expected a whole gzip file, got a broken one"
                        + " (java.io.EOFException); copy it anew",
                assertThrows(ModelException.class, () -> ModelReader.read(file)).getMessage());
    }

    @Test
    void textAfterTheModel() {
        assertEquals(
                "m.json:13:1: expected the end of the file, got more after the model; remove it",
                error(MODEL + "{}"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    'kind':'conv2d','kernel':[2,2],'in_height':2,'in_width':2,'in_channels':1,'stride_height':1,'stride_width':1,'out_height':2,'out_width':1,'filters':1 | m.json: layer n: out_height, out_width: expected patches within the 2x2 image, got 2x1
                    'kind':'conv2d','kernel':[3,2],'in_height':2,'in_width':2,'in_channels':1 | m.json: layer n.in_height: expected an integer of at least 3, got 2
                    'kind':'conv2d','kernel':[2],'in_height':2,'in_width':2,'in_channels':1 | m.json: layer n.kernel: expected [height, width], each at least 1, got [2]
                    'kind':'conv2d','kernel':[1,1],'padding':1,'in_height':2,'in_width':2,'in_channels':1 | m.json: layer n.padding: expected 0, got 1; put a pad2d layer before it
                    'kind':'pad2d','in_height':3,'in_width':2,'pad_bottom':1,'pad_right':1 | m.json: layer n: input x: expected 6 elements, got 4
                    'kind':'pad2d','in_height':2,'in_width':2,'pad_bottom':-1,'pad_right':1 | m.json: layer n.pad_bottom: expected an integer of at least 0, got -1
                    'kind':'batchnorm','scale':{'type':T,'raw':[1,2,3]},'bias':{'type':T,'raw':[1]} | m.json: layer n: scale, bias: expected lengths that divide 4, got 3 and 1
                    'kind':'sigmoid','table':{'type':T,'size':4,'range':8,'raw':[1,2,3]} | m.json: layer n.table: raw: expected 4 entries, got 3
                    'kind':'sigmoid','table':{'type':T,'size':3,'range':0,'raw':[1,2,3]} | m.json: layer n.table: range: expected a positive number, got 0.0
                    'kind':'tanh','table':{'type':T,'size':3,'range':8,'index_negative':'last','raw':[1,2,3]} | m.json: layer n.table.index_negative: expected "wraps_to_last" or "clamps", got "last"
                    'kind':'softmax','implementation':'legacy' | m.json: layer n.implementation: expected "latency" or "stable", got "legacy"
                    'kind':'softmax','implementation':'stable','difference':'x' | m.json: layer n.difference: expected "maximum_minus_x" or "x_minus_maximum", got "x"
                    'kind':'lookup','tables':{'type':T,'raw':[[1,2,3]]} | m.json: layer n: tables: expected a power of two of entries in each of a divisor of 4 tables, got 3 in each of 1
                    'kind':'pool','operation':'median' | m.json: layer n.operation: expected maximum, minimum, sum or average, got "median"
                    'kind':'pool','operation':'sum','windows':[[0,4]] | m.json: layer n.windows[0]: [1]: expected 0..3, got 4
                    'kind':'pool','operation':'sum','windows':[[]] | m.json: layer n.windows[0]: expected at least one, got none
                    'kind':'pool','operation':'average','windows':[[0]],'accumulation':'exact' | m.json: layer n: expected an accum_type for averages, got "exact"; name one
                    'kind':'argmax','positions':3 | m.json: layer n: positions: expected a divisor of 4, got 3
                    'kind':'softmax','exp_table':{'type':T,'raw':[1,2,3]},'inv_table':{'type':T,'raw':[1]} | m.json: layer n: exp_table, inv_table: expected a power of two of entries, got 3 and 1
                    'kind':'global_average_pooling1d','positions':3,'channels':1 | m.json: layer n: input x: expected 3 elements, got 4
                    'kind':'embedding','positions':4,'embeddings':{'type':T,'raw':[1,2,3]} | m.json: layer n.embeddings: expected shape [*][*], got [3]; transpose or reshape the array
                    'kind':'embedding','positions':4,'embeddings':{'type':T,'raw':[[1,2],[3]]} | m.json: layer n.embeddings.raw[1]: expected a list of 2, got one of 1
                    'kind':'concat_features','positions':3 | m.json: layer n: positions: expected a divisor of 4 and 4, got 3
                    'kind':'multiply_hls4ml','inputs':['x','z'] | m.json: layer n: input z: expected 4 elements, got 3
                    'kind':'subtract','inputs':['x','z'] | m.json: layer n: input z: expected 4 elements, got 3
                    'kind':'subtract','inputs':['x'] | m.json: layer n: inputs: expected at least 2 names, got 1
                    'kind':'dot','accumulation':'exact','inputs':['x','z'] | m.json: layer n: input z: expected 4 elements, got 3
                    'kind':'sum_of_squares' | m.json: layer n: expected a field "square_type", got none; add it
                    'kind':'relu','result_types':[T,T] | m.json: layer n.result_types: expected 4 types, one an element, got 2
                    'kind':'trees','threshold_type':T,'score_type':T,'init':[0,1],'trees':[] | m.json: layer n.init: expected a list of one value, got 2
                    'kind':'trees','threshold_type':T,'score_type':T,'init':[0],'trees':[{'feature':[0],'threshold':[1],'left':[1],'right':[2],'value':[0]}] | m.json: layer n.trees[0]: node 0: expected children in 1..0, got 1 and 2
                    'kind':'trees','threshold_type':T,'score_type':T,'init':[0],'trees':[{'feature':[4,-2,-2],'threshold':[1,0,0],'left':[1,-1,-1],'right':[2,-1,-1],'value':[0,1,2]}] | m.json: layer n.trees[0]: node 0: expected a feature in 0..3 or -2 for a leaf, got 4
                    'kind':'trees','threshold_type':T,'score_type':T,'init':[0],'trees':[{'feature':[0,-2,-2],'threshold':[1,0,0],'left':[1,-1,-1],'right':[2,-1,-1],'value':[0,1]}] | m.json: layer n.trees[0]: expected equal, non-empty node arrays, got lengths 3, 3, 3, 3, 2
                    'kind':'trees','threshold_type':T,'score_type':T,'init':[0],'trees':[{'feature':[0,-2,-2],'threshold':[1,0,0],'left':[1,-1,-1],'right':[2,-1,-1],'value':[0,1,200]}] | m.json: layer n.trees[0].value: expected raw values of ap_fixed<8,4>, got 200
                    'kind':'trees','threshold_type':T,'score_type':T,'init':[0],'trees':[{'feature':[0,-2,-2],'threshold':[128,0,0],'left':[1,-1,-1],'right':[2,-1,-1],'value':[0,1,2]}] | m.json: layer n.trees[0].threshold: expected raw values of ap_fixed<8,4>, got 128
                    'kind':'trees','threshold_type':T,'score_type':T,'init':[999],'trees':[] | m.json: layer n.init: expected raw values of ap_fixed<8,4>, got 999
                    """)
    void oneWrongLayer(String layer, String message) {
        assertEquals(message, message(layer));
    }

    private static String message(String layer) {
        String inputs = layer.contains("'inputs'") ? "" : "'inputs':['x','y'],";
        String result = layer.contains("'result_types'") ? "" : ",'result_type':T";
        return error(
                """
                {'format':1,'name':'m','inputs':[{'name':'x','size':4,'type':T},
                 {'name':'y','size':4,'type':T},{'name':'z','size':3,'type':T}],
                 'layers':[{'name':'n',%s%s,'output':'out'%s}],
                 'outputs':[{'name':'o','from':'out','size':4,'type':T}]}
                """
                        .formatted(inputs, layer, result)
                        .replaceAll("T(?=[,}\\]])", TYPE));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    'kind':'scale' | m.json.preprocessing.kind: expected offset_then_shift or subtract_divide, got scale
                    'kind':'subtract_divide','bias':[1],'norm':[1,2] | m.json.preprocessing.bias: expected 2 values, got 1
                    'kind':'subtract_divide','bias':[1,2],'norm':[1] | m.json.preprocessing.norm: expected 2 values, got 1
                    'kind':'subtract_divide','bias':[1,2],'norm':[1,3] | m.json.preprocessing.norm: value 1: expected a power of two, got 3
                    'kind':'offset_then_shift','offsets':{'type':T,'raw':[1]},'shift':{'type':T,'raw':[0,0]} | m.json.preprocessing.offsets: expected shape [2], got [1]; transpose or reshape the array
                    'kind':'offset_then_shift','offsets':{'type':T,'raw':[1,1]},'shift':{'type':T,'raw':[0,0]} | m.json.preprocessing.shift: value 0: expected whole bits in -63..63, got 0 of ap_fixed<8,4>
                    """)
    void wrongPreprocessing(String rule, String message) {
        String text = "'preprocessing':{'input_type':T,'output_type':T," + rule + "}";
        assertEquals(
                message,
                error(MODEL.replace("'preprocessing':null", text.replace("T,", TYPE + ","))));
    }
}

package org.l1ring.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.model.ModelReader;

/** Models whose exact results leave 64 bits are refused in one line. */
final class LoweringErrorsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    'kind':'sum_of_squares','square_type':S | m: layer n: expected exact results within 64 bits, got more (long overflow); narrow its types
                    'kind':'dot','inputs':['x','x'],'accumulation':'exact' | m: layer n: expected exact results within 64 bits, got more (long overflow); narrow its types
                    'kind':'batchnorm','scale':{'type':W,'raw':[9]},'bias':{'type':S,'raw':[1]} | m: layer n: expected exact results within 64 bits, got more (long overflow); narrow its types
                    'kind':'batchnorm','scale':{'type':S,'raw':[1]},'bias':{'type':N,'raw':[1]} | m: layer n: expected exact results within 64 bits, got more (long overflow); narrow its types
                    'kind':'linear','result_type':U | m: layer n: expected exact results within 64 bits, got more (ap_ufixed<64,64>: the range exceeds a signed 64-bit integer; use at most 63 bits); narrow its types
                    'kind':'sigmoid','table':{'type':S,'size':3,'range':8,'raw':[1,2,3]} | m: layer n: expected a power-of-two ratio of table size to range, or at most 2^20 argument values, got [-2305843009213693952,2305843009213693951]; change the table's range
                    """)
    void tooWide(String layer, String message) throws IOException {
        String inputs = layer.contains("'inputs'") ? "" : "'inputs':['x'],";
        String result = layer.contains("'result_type'") ? "" : ",'result_type':S";
        String text =
                """
                {'format':1,'name':'m','inputs':[{'name':'x','size':1,'type':W}],
                 'layers':[{'name':'n',%s%s,'output':'y'%s}],
                 'outputs':[{'name':'o','from':'y','size':1,'type':S}]}
                """
                        .formatted(inputs, layer, result)
                        .replaceAll("S(?=[,}\\]])", "{'type':'ap_fixed','W':8,'I':4}")
                        .replaceAll("W(?=[,}\\]])", "{'type':'ap_fixed','W':62,'I':30}")
                        .replaceAll("N(?=[,}\\]])", "{'type':'ap_fixed','W':8,'I':-60}")
                        .replaceAll("U(?=[,}\\]])", "{'type':'ap_ufixed','W':64,'I':32}")
                        .replace('\'', '"');
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Model model = ModelReader.read(new ByteArrayInputStream(bytes), "m.json");
        assertEquals(
                message,
                assertThrows(ModelException.class, () -> Lowering.lower(model)).getMessage());
    }
}

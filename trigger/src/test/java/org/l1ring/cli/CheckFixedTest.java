package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verb check-fixed. */
final class CheckFixedTest {
    private static final String HEADER =
            "src_signed,src_width,src_int,dst_signed,dst_width,dst_int,quantization,overflow,"
                    + "saturation_bits,raw_in,raw_out\n";

    @TempDir private Path folder;

    private Path write(String rows) throws IOException {
        return Files.writeString(folder.resolve("t.csv"), HEADER + rows);
    }

    @Test
    void countsRightRows() throws IOException {
        Path file =
                write(
                        "1,8,4,1,4,4,TRN,WRAP,0,-1,-1\n0,64,64,0,64,64,TRN,SAT,0,"
                                + "18446744073709551615,18446744073709551615\n");
        assertEquals("2 of 2\n", Verb.succeed("check-fixed", file));
    }

    @Test
    void wrongRowIsShown() throws IOException {
        Path file = write("1,8,4,1,4,4,TRN,WRAP,0,-1,-1\n1,8,4,1,4,4,RND,SAT,0,127,8\n");
        Verb run = Verb.run("check-fixed", file);
        assertEquals(1, run.code());
        assertEquals(
                "1 of 2\nfirst difference: t.csv:3: ap_fixed<8,4> raw 127 to"
                        + " ap_fixed<4,4,RND,SAT>: expected 8, got 7\n",
                run.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,8,4,1,4,4,TRN,WRAP,0,-1|expected 11 columns, got 10",
                "2,8,4,1,4,4,TRN,WRAP,0,-1,1|expected a conversion, got '2' for signed (1 or 0)",
                "1,8,4,1,4,4,TRN,WRAP,0,-1,x|expected a raw 64-bit integer, got 'x'",
            })
    void badRowIsOneLine(String row, String message) throws IOException {
        assertEquals(
                "t.csv:2: " + message + "; see the columns in --help",
                Verb.reject("check-fixed", write(row + "\n")));
    }

    @Test
    void referenceConversionsAgree() {
        Path file = Reference.path("fixed/ap_fixed_conversions.csv.gz");
        assertEquals("19800 of 19800\n", Verb.succeed("check-fixed", file));
    }
}

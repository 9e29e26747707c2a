package org.l1ring.importer.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.importer.onnx.OnnxImporter;
import org.l1ring.model.ModelException;

/** What formulas mean, and what is refused. */
final class FormulaFileTest {
    @TempDir private Path folder;

    private OnnxImporter open(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        return FormulaFile.open(file, "");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "1 + 2*x0 - x1/4 | 1 + 2*a - b/4",
                "-x0^2 + x1**2 | -9.0 + 4",
                "2^-1 * x0 + x1*0 | 1.5",
                "x0 - x1 - 1 | 0.0",
                "x0^3 - x1^-2 | 26.75",
                "(x0 + x1)*(x0 - x1) | 5.0",
                "square(x0) + cube(x1) | 17.0",
                "max(x0, x1, 1) - min(x0, x1) | 1.0",
                "abs(x1 - x0) + relu(x1 - x0) | 1.0",
                "1.5e1*x0 + .5*x1 | 46.0",
            })
    void arithmeticIsThatOfTheField(String formula, String expected) throws IOException {
        double value =
                switch (expected) {
                    case "1 + 2*a - b/4" -> 6.5;
                    case "-9.0 + 4" -> -5;
                    default -> Double.parseDouble(expected);
                };
        double[] result = open("f.formula", "y = " + formula).evaluate(new double[] {3, 2});
        assertEquals(value, result[0], 1e-12);
    }

    @Test
    void functionsAreThoseOfJava() throws IOException {
        String text =
                """
                # of two inputs
                inputs: pt, eta
                a = sin(pt) + cos(eta) + tan(pt) + atan(eta)   # angles
                b = exp(-pt) + log(pt) + sqrt(eta) + 2^eta
                c = tanh(a) + sigmoid(b) + inv(pt) + sinh(eta) + cosh(pt)
                """;
        double pt = 0.75;
        double eta = 1.25;
        double a = Math.sin(pt) + Math.cos(eta) + Math.tan(pt) + Math.atan(eta);
        double b = Math.exp(-pt) + Math.log(pt) + Math.sqrt(eta) + Math.pow(2, eta);
        double c = Math.tanh(a) + 1 / (1 + Math.exp(-b)) + 1 / pt + Math.sinh(eta) + Math.cosh(pt);
        double[] results = open("f.formula", text).evaluate(new double[] {pt, eta});
        assertEquals(a, results[0], 1e-12);
        assertEquals(b, results[1], 1e-12);
        assertEquals(c, results[2], 1e-12);
    }

    @Test
    void columnsAreNumberedOrNamed() throws IOException {
        assertEquals(4, open("f.formula", "y = x3 + x1").columns());
        OnnxImporter named = open("g.formula", "y = pt*2 + eta");
        assertEquals(List.of("pt_0", "eta_0"), named.columnNames().get(1));
    }

    @Test
    void theEquationOfLeastLossCounts() throws IOException {
        String table =
                """
                Complexity,Loss,Equation
                1,2.5,"x0"
                5,0.25,"max(x0, x1) + 1"
                9,0.5,"x0*x1"
                """;
        assertEquals(4, open("hall_of_fame.csv", table).evaluate(new double[] {2, 3})[0], 0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "y = x0 + | f.formula:1:9: expected a number, a name or \"(\", got the end",
                "y = (x0 + 1 | f.formula:1:12: expected \")\", got the end",
                "y = x0 x1 | f.formula:1:8: expected an operator or the end, got \"x1\"",
                "y = x0 $ 2 | f.formula:1:8: expected a number, a name or one of + - * / ^ ( ) , got \"$\"",
                "y = sin(x0, x1) | f.formula:1:5: sin: expected one argument, got 2",
                "y = gamma(x0) | f.formula:1:5: expected one of the functions",
                "y = x0^0.3 | f.formula:1:7: expected a whole exponent of at most 16",
                "y = x0^x1 | f.formula:1:7: expected a whole exponent of at most 16",
                "x0 + 1 | f.formula:1: expected NAME = FORMULA, got \"x0 + 1\"",
                "y = 3 | f.formula: expected a formula of some input, got constants only",
                "inputs: a, a | f.formula:1: expected each input once, got a",
                "2y = x0 | f.formula:1: expected a name of letters, digits and underscores, got \"2y\"",
                "# nothing | f.formula: expected a line NAME = FORMULA, got none",
            })
    void errorsSayWhere(String text, String message) {
        ModelException e = assertThrows(ModelException.class, () -> open("f.formula", text));
        assertEquals(message, e.getMessage().substring(0, message.length()));
    }

    @Test
    void longSumsAreReadOrRefused() throws IOException {
        assertEquals(
                5,
                open("f.formula", "y = x0" + " + x1".repeat(990)).evaluate(new double[] {5, 0})[0]);
        assertThrows(
                ModelException.class, () -> open("f.formula", "y = x0" + " + x1".repeat(1500)));
    }

    @Test
    void namesOfNodesAreNotThoseOfInputs() throws IOException {
        String text = "inputs: constant_0, mul_0\ny = mul_0*mul_0*3 + constant_0";
        assertEquals(13, open("f.formula", text).evaluate(new double[] {1, 2})[0]);
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "y = " + "(".repeat(5000) + "x0" + ")".repeat(5000);
        assertThrows(ModelException.class, () -> open("f.formula", deep));
        String minus = "y = " + "-".repeat(5000) + "x0";
        assertThrows(ModelException.class, () -> open("f.formula", minus));
        String power = "y = " + "2^".repeat(5000) + "x0";
        assertThrows(ModelException.class, () -> open("f.formula", power));
    }
}

package org.l1ring.rates;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures as people and programs read them. */
final class RateTextTest {

    @ParameterizedTest(name = "{0} +- {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "145.3|12.77|145 ± 13",
                "23053|360|23,053 ± 360",
                "7.3061|1.6|7.3 ± 1.6",
                "0.0347|0.00401|0.0347 ± 0.0040",
                "0|0.5|0",
                "100|0|100.0",
            })
    void errorsHaveTwoDigits(double value, double error, String text) {
        assertEquals(text, RateText.figure(new Measured(value, error)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "17881,17881",
        "2.5,2.5",
        "0.123456789,0.123457",
        "1234567.8,1234570",
        "1e-7,1E-7",
        "Infinity,",
        "NaN,",
    })
    void cellsHaveSixDigits(double value, String text) {
        assertEquals(text == null ? "" : text, RateCsv.number(value));
    }
}

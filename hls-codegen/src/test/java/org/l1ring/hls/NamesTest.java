package org.l1ring.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Identifiers of the text, and what the script refuses. */
final class NamesTest {
    @Test
    void modelsKeepTheirNamesWhereTheyCan() {
        assertEquals("AXOL1TL_v4", Names.top("AXOL1TL_v4"));
        assertEquals("jet_tagger_6bit", Names.top("jet-tagger 6bit"));
        assertEquals("model_main", Names.top("main"));
        assertEquals("model_config2", Names.top("config2"));
        assertEquals("model_class", Names.top("class"));
        assertEquals("model_40x3", Names.top("40x3"));
    }

    @Test
    void portsAreDistinctAndNoneOfTheTextsOwn() {
        Names names = new Names();
        assertEquals("x", names.unique("x"));
        assertEquals("x_n2", names.unique("x"));
        assertEquals("a_b_0_", names.unique("a b[0]"));
        assertEquals("port_w2", names.unique("w2"));
        assertEquals("port_result_t", names.unique("result_t"));
        assertEquals("port_", names.unique(""));
    }

    @Test
    void scriptNamesPartAndPeriod() {
        String text = VitisScript.text("tiny", "xcvu13p-flga2577-2-e", 240);
        assertTrue(text.contains("set part xcvu13p-flga2577-2-e\n"), text);
        assertTrue(text.contains("set period 4.167\n"), text);
        assertTrue(text.contains("set top tiny\n"), text);
    }

    @Test
    void scriptRefusesWhatIsNoClockOrPart() {
        assertEquals(
                "clock: expected a frequency above 0 MHz, got 0.0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> VitisScript.text("tiny", "part", 0))
                        .getMessage());
        assertEquals(
                "part: expected letters, digits, _ and -, got \"a; exit\"",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> VitisScript.text("tiny", "a; exit", 240))
                        .getMessage());
    }
}

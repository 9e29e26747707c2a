package org.l1ring.rtl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class IdentifiersTest {
    private final Identifiers identifiers = new Identifiers();

    @Test
    void illegalCharactersBecomeUnderscores() {
        assertEquals("jet_pt_0_", identifiers.unique("jet pt[0]"));
        assertEquals("_b", identifiers.unique("µb"));
    }

    @Test
    void equalNamesAreNumbered() {
        assertEquals("x_2", identifiers.unique("x_2"));
        assertEquals("x", identifiers.unique("x"));
        assertEquals("x_3", identifiers.unique("x"));
    }

    @Test
    void keywordsAndLeadingDigitsAreChanged() {
        assertEquals("signed_", identifiers.unique("signed"));
        assertEquals("p_4b", identifiers.unique("4b"));
        assertEquals("p_", identifiers.unique(""));
    }

    @Test
    void namesOfWiresAreNotTaken() {
        assertEquals("p_v12", identifiers.unique("v12"));
        assertEquals("p_table0", identifiers.unique("table0"));
        assertEquals("p_valid_in", identifiers.unique("valid_in"));
        assertEquals("value", identifiers.unique("value"));
    }
}

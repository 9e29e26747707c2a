package org.l1ring.prescale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.decision.DecisionSetup;
import org.l1ring.decision.FinalDecision;
import org.l1ring.menu.Menu;
import org.l1ring.menu.MenuException;
import org.l1ring.menu.MenuText;

/** Masks of the run settings: what they do to the final decision, and each thing that is wrong. */
final class MasksTest {
    @TempDir private Path folder;
    private Menu menu;

    @BeforeEach
    void readMenu() throws IOException {
        menu =
                Menu.read(
                        new MenuText("0.13")
                                .algorithm(4, "L1_Mu5", "MU5")
                                .algorithm(9, "L1_Eg20", "EG20")
                                .algorithm(12, "L1_Jet30", "JET30")
                                .write(folder.resolve("menu.xml")));
    }

    private Path file(String id, String columns, String... rows) throws IOException {
        StringBuilder text = new StringBuilder("<run-settings id=\"uGT\"><context>\n");
        text.append(
                "<param id=\"%s\" type=\"table\"><columns>\n %s </columns><rows>\n"
                        .formatted(id, columns));
        for (String row : rows) {
            text.append("<row>\n ").append(row).append("\n</row>\n");
        }
        text.append("</rows></param></context></run-settings>");
        return Files.writeString(folder.resolve(id + ".xml"), text);
    }

    private DecisionSetup setup(Path... files) {
        return Masks.read(List.of(files), menu)
                .setup(Collections.nCopies(3, 1.0), menu.algorithms());
    }

    /** Crossings in which the decision sees an algorithm. */
    private static List<Integer> shown(DecisionSetup setup, int algorithm) {
        FinalDecision decision = new FinalDecision(setup);
        List<Integer> shown = new ArrayList<>();
        for (int bx = 0; bx < 3564; bx++) {
            decision.decide(0, bx, new long[] {7});
            if ((decision.before(0) >> algorithm & 1) != 0) {
                shown.add(bx);
            }
        }
        return shown;
    }

    private static List<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    private String reject(Path... files) {
        return assertThrows(MenuException.class, () -> setup(files)).getMessage();
    }

    @Test
    void withoutTablesAllTakePart() {
        DecisionSetup setup = setup();
        assertEquals(List.of(true, true, true), setup.finor());
        assertEquals(List.of(false, false, false), setup.veto());
        assertEquals(range(0, 3563), shown(setup, 1));
    }

    /** Real files list all 512 indices, those without an algorithm too. */
    @Test
    void finorAndVetoAreByIndexOrNameWithADefault() throws IOException {
        Path finor = file("finorMask", "algo,mask", "4, 0", "5,0", "511,1");
        Path veto = file("vetoMask", "algo,veto", "L1_Jet30,0", "ALL,1");
        assertEquals(List.of(false, true, true), setup(finor).finor());
        assertEquals(List.of(true, true, false), setup(veto, finor).veto());
        assertEquals(List.of(false, true, true), setup(veto, finor).finor());
    }

    @Test
    void crossingsAreRowsWithAColumnForEachIndex() throws IOException {
        DecisionSetup setup =
                setup(file("algorithmBxMask", "bx/algo,4,9,10", "0,0,1,0", "3563,0,0,1"));
        assertEquals(range(1, 3562), shown(setup, 0));
        assertEquals(range(0, 3562), shown(setup, 1));
        assertEquals(range(0, 3563), shown(setup, 2));
    }

    /** Later rows hold; a range may wrap, and 3564 is the first crossing. */
    @Test
    void crossingsAreRangesThatWrap() throws IOException {
        DecisionSetup setup =
                setup(
                        file(
                                "algorithmBxMask",
                                "algo,range,mask",
                                "all,all,0",
                                "L1_Mu5,3560-3,1",
                                "9,100 - 104,1",
                                "all,102,0",
                                "12,3564,1"));
        assertEquals(List.of(0, 1, 2, 3, 3560, 3561, 3562, 3563), shown(setup, 0));
        assertEquals(List.of(100, 101, 103, 104), shown(setup, 1));
        assertEquals(List.of(0), shown(setup, 2));
    }

    @Test
    void badTablesAreRefusedInOneLine() throws IOException {
        assertEquals(
                "prescales.xml: expected a table finorMask, vetoMask or algorithmBxMask, got none;"
                        + " give the run settings of a mask",
                reject(file("prescales", "algo/prescale-index,0", "4,1")));
        assertEquals(
                "finorMask.xml:4: finorMask: expected an algorithm of the menu small_menu, got"
                        + " \"L1_Mu7\", which it does not have; remove the row or give its menu",
                reject(file("finorMask", "algo,mask", "L1_Mu7,0")));
        assertEquals(
                "finorMask.xml:7: finorMask: expected each algorithm once, got 4 again; remove a row",
                reject(file("finorMask", "algo,mask", "4,0", "4,1")));
        assertEquals(
                "finorMask.xml:4: finorMask: expected an algorithm's index from 0 to 511, got"
                        + " \"512\"; correct it",
                reject(file("finorMask", "algo,mask", "512,0")));
        assertEquals(
                "vetoMask.xml:4: vetoMask: expected 0 or 1, got \"2\"; correct the row",
                reject(file("vetoMask", "algo,veto", "4,2")));
        assertEquals(
                "vetoMask.xml: vetoMask: expected the columns algo,veto, got algo,mask; correct the"
                        + " table",
                reject(file("vetoMask", "algo,mask", "4,1")));
        assertEquals(
                "algorithmBxMask.xml:4: algorithmBxMask: expected a crossing from 0 to 3563, two with"
                        + " a hyphen, or all, got \"3565\"; correct it",
                reject(file("algorithmBxMask", "algo,range,mask", "4,3565,0")));
        assertEquals(
                "algorithmBxMask.xml:4: algorithmBxMask: expected a crossing from 0 to 3563, two with"
                        + " a hyphen, or all, got \"1-2-3\"; correct it",
                reject(file("algorithmBxMask", "algo,range,mask", "4,1-2-3,0")));
        Path veto = file("vetoMask", "algo,veto", "4,1");
        assertEquals(
                "vetoMask.xml: vetoMask: expected the table in one file, got it twice; leave one out",
                reject(veto, veto));
    }
}

package org.l1ring.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.l1ring.project.FirmwareFigures;
import org.w3c.dom.Document;

final class FirmwareHtmlTest {
    private static String page(FirmwareFigures figures) {
        return FirmwareHtml.page(figures, PipelineDrawing.svg(figures));
    }

    @Test
    void showsFiguresDrawingAndTables() throws Exception {
        FirmwareFigures figures = TestFigures.synthesized();
        Document page = TestFigures.parse(page(figures));
        assertEquals(
                List.of(
                        "Pipeline",
                        "Stages",
                        "Layers",
                        "Cells, estimated and counted",
                        "Against sums that share nothing",
                        "What is assumed",
                        "Settings"),
                TestFigures.texts(page, "h2"));
        assertEquals(1, page.getElementsByTagName("svg").getLength());
        assertTrue(TestFigures.texts(page, "th").contains("sigmoid <1> & \"co\""));
        List<String> cells = TestFigures.texts(page, "td");
        for (String cell : List.of(figures.digest(), "80", "100", "−20.0 %", "own-part")) {
            assertTrue(cells.contains(cell), cell);
        }
    }

    @Test
    void needsNothingFromOutside() {
        String page = page(TestFigures.tiny(TestFigures.options(240, false, true)));
        for (String outside : List.of("<script", "@import", "url(", "src=", "href=")) {
            assertFalse(page.contains(outside), outside);
        }
        assertFalse(page.replace("http://www.w3.org/2000/svg", "").contains("http"));
        assertEquals(page, page(TestFigures.tiny(TestFigures.options(240, false, true))));
    }

    @Test
    void tellsCyclesWhereSumsTakeTurns() throws Exception {
        FirmwareFigures figures = TestFigures.turns(4);
        Document page = TestFigures.parse(page(figures));
        List<String> heads = TestFigures.texts(page, "th");
        assertTrue(heads.stream().anyMatch(head -> head.startsWith("shared")), heads.toString());
        List<String> cells = TestFigures.texts(page, "td");
        assertTrue(cells.contains("4 cycles"), cells.toString());
        assertFalse(page(TestFigures.synthesized()).contains("zigzag"));
    }
}

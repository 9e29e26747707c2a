package org.l1ring.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.project.FirmwareFigures;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

final class PipelineDrawingTest {
    private static Stream<FirmwareFigures> designs() {
        return Stream.of(
                TestFigures.synthesized(),
                TestFigures.tiny(TestFigures.options(400, true, false)),
                TestFigures.turns(2),
                TestFigures.turns(4),
                TestFigures.turns(8),
                TestFigures.deep(1, "d", TestFigures.options(40, false, true)),
                TestFigures.deep(1, "d", TestFigures.options(40, true, false)),
                TestFigures.deep(12, "dense_", TestFigures.options(240, false, true)),
                TestFigures.deep(12, "dense_", TestFigures.options(240, true, true)),
                TestFigures.deep(40, "W".repeat(90), TestFigures.options(999.5, true, true)));
    }

    /** Box of a text in the drawing's coordinates. */
    private static Rectangle2D box(Element text) {
        double width = SvgText.width(text.getTextContent());
        double x = Double.parseDouble(text.getAttribute("x"));
        double y = Double.parseDouble(text.getAttribute("y"));
        for (Node at = text.getParentNode(); at instanceof Element group; at = at.getParentNode()) {
            String move = group.getAttribute("transform");
            if (!move.isEmpty()) {
                y += Double.parseDouble(move.replaceAll("translate\\(0 (\\d+)\\)", "$1"));
            }
        }
        double left =
                switch (text.getAttribute("text-anchor")) {
                    case "middle" -> x - width / 2;
                    case "end" -> x - width;
                    default -> x;
                };
        return new Rectangle2D.Double(left, y - 11, width, 14);
    }

    @ParameterizedTest(name = "design {index}")
    @MethodSource("designs")
    void textsNeitherOverlapNorLeaveTheDrawing(FirmwareFigures figures) throws Exception {
        Document svg = TestFigures.parse(PipelineDrawing.svg(figures));
        String[] view = svg.getDocumentElement().getAttribute("viewBox").split(" ", -1);
        Rectangle2D whole =
                new Rectangle2D.Double(
                        Double.parseDouble(view[0]),
                        0,
                        Double.parseDouble(view[2]),
                        Double.parseDouble(view[3]));
        List<Element> texts = TestFigures.elements(svg, "text");
        List<Rectangle2D> boxes = new ArrayList<>();
        for (Element text : texts) {
            Rectangle2D box = box(text);
            String shown = text.getTextContent();
            assertTrue(whole.contains(box), () -> shown + " at " + box);
            for (int i = 0; i < boxes.size(); i++) {
                String other = texts.get(i).getTextContent();
                assertFalse(boxes.get(i).intersects(box), () -> shown + " over " + other);
            }
            boxes.add(box);
        }
    }

    @ParameterizedTest(name = "design {index}")
    @MethodSource("designs")
    void equalFiguresGiveEqualBytes(FirmwareFigures figures) {
        String svg = PipelineDrawing.svg(figures);
        assertEquals(svg, PipelineDrawing.svg(figures));
        assertFalse(svg.contains("<script"));
        assertFalse(svg.contains("NaN"));
    }

    @Test
    void thirteenCyclesTakeTwoRows() throws Exception {
        FirmwareFigures figures =
                TestFigures.deep(12, "dense_", TestFigures.options(240, true, true));
        List<String> texts =
                TestFigures.texts(TestFigures.parse(PipelineDrawing.svg(figures)), "text");
        assertEquals(2, texts.stream().filter("clock cycles"::equals).count());
        // Rows of seven and six cycles: the end of the first is the beginning of the second.
        assertEquals(2, texts.stream().filter("29.17"::equals).count());
        assertEquals(1, texts.stream().filter("54.17"::equals).count());
    }

    /** Numbers under the axis of clock cycles, in order. */
    private static List<Integer> cycles(FirmwareFigures figures) throws Exception {
        List<String> texts =
                TestFigures.texts(TestFigures.parse(PipelineDrawing.svg(figures)), "text");
        return texts.subList(texts.indexOf("clock cycles") + 1, texts.indexOf("time [ns]")).stream()
                .map(Integer::valueOf)
                .toList();
    }

    @Test
    void stagesAreAsWideAsTheirCycles() throws Exception {
        FirmwareFigures figures = TestFigures.turns(2);
        assertEquals(6, figures.stages().getFirst().cycles());
        Document svg = TestFigures.parse(PipelineDrawing.svg(figures));
        List<Double> widths = new ArrayList<>();
        for (Element rect : TestFigures.elements(svg, "rect")) {
            if (rect.getAttribute("class").equals("tip")) {
                widths.add(Double.parseDouble(rect.getAttribute("width")));
            }
        }
        assertEquals(figures.stages().size(), widths.size());
        for (int index = 1; index < widths.size(); index++) {
            assertEquals(
                    figures.stages().get(index).cycles() / 6.0,
                    widths.get(index) / widths.getFirst(),
                    0.01);
        }
        List<Integer> all = IntStream.rangeClosed(0, figures.latencyCycles()).boxed().toList();
        assertEquals(all, cycles(figures));
        assertFalse(TestFigures.texts(svg, "text").contains("…"));
    }

    @Test
    void longStagesAreBroken() throws Exception {
        FirmwareFigures figures = TestFigures.turns(8);
        assertEquals(12, figures.stages().getFirst().cycles());
        Document svg = TestFigures.parse(PipelineDrawing.svg(figures));
        assertTrue(TestFigures.texts(svg, "text").contains("1: 12 cycles"));
        assertTrue(TestFigures.texts(svg, "text").contains("…"));
        // Input registers, then two cycles on either side of the break.
        assertEquals(List.of(0, 1, 2, 3, 11, 12, 13), cycles(figures).subList(0, 7));
        assertEquals(figures.latencyCycles(), cycles(figures).getLast());
    }

    @Test
    void longNamesAreCutAndToldInFull() throws Exception {
        String name = "W".repeat(90);
        FirmwareFigures figures = TestFigures.deep(40, name, TestFigures.options(240, false, true));
        Document svg = TestFigures.parse(PipelineDrawing.svg(figures));
        assertTrue(TestFigures.texts(svg, "text").stream().anyMatch(text -> text.endsWith("W…")));
        assertTrue(
                TestFigures.texts(svg, "title").stream()
                        .anyMatch(text -> text.startsWith(name + "38: stages 39-40,")));
    }

    @Test
    void namesAreCutWhereTheyNoLongerFit() {
        String name = "dense_quantized";
        assertEquals(name, SvgText.cut(name, SvgText.width(name)));
        String cut = SvgText.cut(name, SvgText.width(name) - 0.1);
        assertTrue(cut.endsWith("…") && cut.length() < name.length(), cut);
        assertTrue(SvgText.width(cut) < SvgText.width(name));
        assertEquals("", SvgText.cut(name, 3));
    }
}

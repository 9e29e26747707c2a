package org.l1ring.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.feed.lhc.FillingScheme;
import org.l1ring.ring.Rate;
import org.l1ring.ring.RunSnapshot;
import org.l1ring.ring.ScoreSpectrum;
import org.l1ring.ring.TestStreams;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportHtmlTest {
    private static Document parse(String page) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page)));
    }

    private static List<String> texts(Document page, String tag) {
        NodeList nodes = page.getElementsByTagName(tag);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    @Test
    void showsFiguresPlotsAndSettings() throws Exception {
        RunSnapshot totals = TestReports.run(40, TestStreams.THRESHOLD);
        Document page = parse(ReportHtml.of(TestReports.report(totals, TestReports.signals(9))));
        assertEquals(
                List.of(
                        "Accept rate along the run",
                        "Score spectrum",
                        "Accepts by bunch crossing",
                        "Latency percentiles",
                        "Latency by stage",
                        "Signals at this accept rate",
                        "Settings"),
                texts(page, "h2"));
        assertEquals(4, page.getElementsByTagName("svg").getLength());
        List<String> drawn = texts(page, "text");
        List<String> expected =
                List.of(
                        "accept rate [kHz]",
                        "sum (raw, ap_uint<16>)",
                        "threshold 8,000",
                        "sig0: 75.00 %",
                        "abort gap",
                        "latency [BX of 24.95 ns]");
        expected.forEach(text -> assertTrue(drawn.contains(text), text));
        assertEquals(List.of("toy <1> & \"co\""), texts(page, "h1"));
        assertTrue(texts(page, "td").contains("l1ring run --orbits 40"));
    }

    @Test
    void needsNothingFromOutside() throws Exception {
        RunSnapshot totals = TestReports.run(4, TestStreams.THRESHOLD);
        String page = ReportHtml.of(TestReports.report(totals, List.of()));
        assertFalse(page.contains("<script"));
        assertFalse(page.contains("@import"));
        assertFalse(page.contains("url("));
        assertFalse(page.contains("src="));
        assertFalse(page.contains("href="));
        assertFalse(page.replace("http://www.w3.org/2000/svg", "").contains("http"));
    }

    private static Stream<RunSnapshot> poorRuns() throws InterruptedException {
        return Stream.of(
                TestReports.nothing(), TestReports.run(1, Long.MAX_VALUE), TestReports.run(1, 0));
    }

    @ParameterizedTest(name = "run {index}")
    @MethodSource("poorRuns")
    void runsWithLittleToShowHavePagesToo(RunSnapshot totals) throws Exception {
        List<SignalSample> empty = List.of(new SignalSample("none seen", 0, new ScoreSpectrum()));
        String page = ReportHtml.of(TestReports.report(totals, empty));
        assertEquals(4, parse(page).getElementsByTagName("figure").getLength());
        assertFalse(page.contains("NaN"));
        assertFalse(page.contains("Infinity"));
    }

    @Test
    void scoresOfAnySizeHaveAPlace() throws Exception {
        ScoreSpectrum wide = new ScoreSpectrum();
        List.of(Long.MIN_VALUE, -1L, 0L, 63L, 64L, 1L << 40, Long.MAX_VALUE).forEach(wide::add);
        RunReport base = TestReports.report(TestReports.nothing(), List.of());
        RunReport report =
                new RunReport(
                        base.build(),
                        base.trigger(),
                        new StreamSetup(
                                "file",
                                Optional.<FillingScheme>empty(),
                                OptionalLong.empty(),
                                Rate.REALTIME,
                                1,
                                "",
                                base.stream().started()),
                        base.result(),
                        Optional.of(wide),
                        List.of(),
                        List.of(),
                        List.of());
        String page = ReportHtml.of(report);
        assertTrue(texts(parse(page), "text").contains("zero bias: 0 kHz"));
        assertFalse(page.contains("NaN"));
    }
}

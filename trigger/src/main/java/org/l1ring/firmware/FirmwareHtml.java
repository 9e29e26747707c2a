package org.l1ring.firmware;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.adders.AdderSearch;
import org.l1ring.project.FirmwareFigures;
import org.l1ring.project.FirmwareFigures.Layer;
import org.l1ring.project.FirmwareFigures.Stage;
import org.l1ring.project.FirmwareFigures.Synthesis;
import org.l1ring.report.HtmlPage;
import org.l1ring.report.Units;
import org.l1ring.rtl.Cost;
import org.l1ring.rtl.PipelineOptions;

/** A firmware project's report as one page that needs no other file. */
public final class FirmwareHtml {
    private final FirmwareFigures figures;
    private final HtmlPage page;

    private FirmwareHtml(FirmwareFigures figures) {
        this.figures = figures;
        this.page = new HtmlPage("L1Ring firmware of " + figures.name());
    }

    /**
     * The page.
     *
     * @param figures of a design
     * @param svg its drawing, one SVG element
     * @return HTML that is well-formed XML, too
     */
    public static String page(FirmwareFigures figures, String svg) {
        return new FirmwareHtml(figures).write(svg);
    }

    private String write(String svg) {
        page.element("h1", figures.name());
        page.element(
                "p class=\"lead\"",
                "Firmware for %s, %s, circuit %s"
                        .formatted(
                                Wording.clock(figures),
                                figures.options().part(),
                                Wording.shortDigest(figures)));
        tiles();
        page.figure(
                "Pipeline",
                svg,
                "A column is a stage, a clock cycle wide, its period drawn to scale: the longest path"
                        + " of the logic by the delay model, then slack, then what registers take."
                        + turns()
                        + " Over the columns lie the layers, from their first stage with logic to"
                        + " their last.");
        stages();
        layers();
        cells();
        comparison();
        assumed();
        settings();
        return page.text();
    }

    private String turns() {
        return Wording.takesTurns(figures)
                ? " Stages where "
                        + Wording.turns(figures)
                        + " are several cycles wide, each cycle drawn with the"
                        + " longest path of any; zigzags leave cycles out."
                : "";
    }

    private void tiles() {
        Cost estimate = figures.estimate();
        page.open("div class=\"tiles\"");
        page.tile(
                Wording.nanos(figures),
                "latency, %s = %s"
                        .formatted(
                                Units.count(figures.latencyCycles(), "cycle"),
                                Wording.crossings(figures)));
        page.tile(
                Units.count(figures.initiationInterval(), "cycle"),
                "initiation interval (II), " + Wording.interval(figures));
        page.tile(
                Units.count(figures.adders()),
                "adders, %s where nothing is shared"
                        .formatted(Units.count(figures.separateAdders())));
        page.tile(Cells.LOOKUP_TABLES.text(estimate) + " LUT", lookupTables());
        page.tile(
                Cells.REGISTERS.text(estimate) + " FF",
                "flip-flops, %s DSP48E2, %s BRAM of 36 Kbit, estimated"
                        .formatted(
                                Cells.DSP_BLOCKS.text(estimate), Cells.BLOCK_RAMS.text(estimate)));
        page.close("div");
    }

    private String lookupTables() {
        if (figures.synthesis().isEmpty()) {
            return Wording.takesTurns(figures)
                    ? "estimated, roughly"
                    : "estimated, within about 15 % of Yosys on the networks tried";
        }
        Synthesis own = figures.synthesis().get();
        double estimated = Cells.LOOKUP_TABLES.of(figures.estimate());
        return "estimated; %s counts %s, the estimate is %s off"
                .formatted(
                        own.tool(),
                        Cells.LOOKUP_TABLES.text(own),
                        minus(Wording.error(estimated, Cells.LOOKUP_TABLES.of(own))));
    }

    private static String minus(String text) {
        return text.replace('-', '−');
    }

    private void stages() {
        page.element("h2", "Stages");
        String fits = Wording.nanos(figures.stages().getFirst().budgetPicos());
        boolean turns = Wording.takesTurns(figures);
        List<String> heads = new ArrayList<>(List.of("stage"));
        if (turns) {
            heads.addAll(List.of("cycles", Wording.shared(figures).replace(' ', '\n') + "s"));
        }
        heads.addAll(
                List.of(
                        "logic [ns]\nof " + fits,
                        "adders",
                        "adder\ndepth",
                        "LUT\nestimated",
                        "CARRY4\nestimated",
                        "DSP48E2",
                        "BRAM 36K",
                        "register\nbits",
                        "layers"));
        page.openTable("figures words", heads);
        for (int index = 0; index < figures.stages().size(); index++) {
            Stage stage = figures.stages().get(index);
            List<String> cells = new ArrayList<>();
            if (turns) {
                cells.add(Units.count(stage.cycles()));
                cells.add(Units.count(stage.sharedBlocks()));
            }
            cells.add(Wording.logicNanos(stage));
            cells.add(Units.count(stage.adders()));
            cells.add(Units.count(stage.depth()));
            logic(cells, stage.estimate());
            cells.add(Units.count(stage.registerBits()));
            cells.add(Wording.layers(figures, stage));
            page.row(Integer.toString(index + 1), cells);
        }
        page.closeTable();
    }

    private static void logic(List<String> cells, Cost cost) {
        cells.add(Cells.LOOKUP_TABLES.text(cost));
        cells.add(Cells.CARRIES.text(cost));
        cells.add(Cells.DSP_BLOCKS.text(cost));
        cells.add(Cells.BLOCK_RAMS.text(cost));
    }

    private void layers() {
        page.element("h2", "Layers");
        page.openTable(
                "figures",
                List.of(
                        "layer",
                        "stages",
                        "adders",
                        "adder\ndepth",
                        "products",
                        "tables",
                        "widest\nvalue [bits]",
                        "LUT\nestimated",
                        "CARRY4\nestimated",
                        "DSP48E2",
                        "BRAM 36K"));
        for (Layer layer : figures.layers()) {
            List<String> cells = new ArrayList<>();
            cells.add(Wording.stages(layer).replace('-', '–'));
            cells.add(Units.count(layer.adders()));
            cells.add(Units.count(layer.depth()));
            cells.add(Units.count(layer.products()));
            cells.add(Units.count(layer.tables()));
            cells.add(Units.count(layer.widestBits()));
            logic(cells, layer.estimate());
            page.row(layer.name(), cells);
        }
        page.closeTable();
    }

    private void cells() {
        page.element("h2", "Cells, estimated and counted");
        List<String> heads = new ArrayList<>(List.of("cells", "estimate"));
        figures.synthesis().ifPresent(own -> heads.addAll(List.of(own.tool(), "estimate's error")));
        page.openTable("figures narrow", heads);
        for (Cells kind : Cells.values()) {
            List<String> cells = new ArrayList<>(List.of(kind.text(figures.estimate())));
            figures.synthesis()
                    .ifPresent(own -> {
                        double estimated = kind.of(figures.estimate());
                        cells.add(kind.text(own));
                        cells.add(minus(Wording.error(estimated, kind.of(own))));
                    });
            page.row(kind.label(), cells);
        }
        page.closeTable();
        String after = figures.synthesis().isEmpty() ? ". " + Wording.NO_SYNTHESIS + "." : ".";
        page.element("p class=\"lead\"", Wording.estimateError(figures) + after);
    }

    private void comparison() {
        page.element("h2", "Against sums that share nothing");
        page.openTable("figures narrow", List.of("", "this design", "nothing shared", "change"));
        compare("adders", figures.adders(), figures.separateAdders());
        if (figures.synthesis().isPresent() && figures.separate().isPresent()) {
            Synthesis own = figures.synthesis().get();
            Synthesis naive = figures.separate().get();
            for (Cells kind : Cells.values()) {
                compare(kind.label() + ", " + own.tool(), kind.of(own), kind.of(naive));
            }
        }
        page.closeTable();
        page.element(
                "p class=\"lead\"",
                "This design: %s. Nothing shared: canonical signed digits, each sum by itself."
                        .formatted(Wording.sums(figures)));
    }

    private void compare(String name, double own, double naive) {
        page.row(
                name,
                List.of(
                        Wording.number(own),
                        Wording.number(naive),
                        minus(Wording.error(own, naive))));
    }

    private void assumed() {
        page.element("h2", "What is assumed");
        page.open("ul");
        Wording.assumed(figures).forEach(text -> page.element("li", text));
        page.close("ul");
    }

    private void settings() {
        PipelineOptions pipeline = figures.options().pipeline();
        int slack = figures.options().depthSlack();
        page.element("h2", "Settings");
        page.openTable("settings", List.of());
        setting("circuit", figures.digest());
        setting("part", figures.options().part());
        setting(
                "clock",
                "%s, period %s ns, %s ns of it for logic"
                        .formatted(
                                Wording.clock(figures),
                                Wording.nanos(pipeline.periodPicos()),
                                Wording.nanos(figures.stages().getFirst().budgetPicos())));
        setting("initiation interval", Units.count(figures.initiationInterval(), "cycle"));
        Wording.neighbours(figures).ifPresent(text -> setting("neighbours", text));
        setting("sums", Wording.sums(figures));
        setting(
                "adder depth",
                slack == AdderSearch.FREE
                        ? "free"
                        : "at most %s beyond the fewest".formatted(Units.count(slack, "level")));
        setting("input registers", pipeline.inputRegisters() ? "yes" : "no");
        setting("output registers", pipeline.outputRegisters() ? "yes" : "no");
        setting(
                "products of values",
                "in DSP blocks from %s of the narrower value"
                        .formatted(Units.count(pipeline.dspBits(), "bit")));
        page.closeTable();
    }

    private void setting(String name, String value) {
        page.row(name, List.of(value));
    }
}

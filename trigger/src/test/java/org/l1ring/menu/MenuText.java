package org.l1ring.menu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes menus of our own in the menu editor's XML. */
public final class MenuText {
    /** Width of a calorimeter bin of eta. */
    static final double ETA_STEP = 0.0435;

    /** Width of a muon bin of eta. */
    static final double MUON_ETA_STEP = 0.010875;

    /** Width of a calorimeter bin of phi. */
    static final double PHI_STEP = 2 * Math.PI / 144;

    /** Width of a muon bin of phi. */
    static final double MUON_PHI_STEP = 2 * Math.PI / 576;

    private static final TreeMap<String, String> CUTS = new TreeMap<>();

    static {
        cut("MU-QLTY_SNGL", 0, 0, "12,13,14,15");
        cut("MU-QLTY_SOME", 0, 0, "1,3,8,9,15");
        cut("MU-ISO_1", 0, 0, "1");
        cut("MU-IP_12", 0, 0, "1,2");
        cut("MU-CHG_NEG", 0, 0, "negative");
        cut("MU-ETA_IN", -40.3 * MUON_ETA_STEP, 40.3 * MUON_ETA_STEP, "");
        cut("MU-ETA_POS", 60.2 * MUON_ETA_STEP, 225.2 * MUON_ETA_STEP, "");
        cut("MU-ETA_NEG", -225.2 * MUON_ETA_STEP, -60.2 * MUON_ETA_STEP, "");
        cut("MU-PHI_TOP", 100.4 * MUON_PHI_STEP, 299.6 * MUON_PHI_STEP, "");
        cut("MU-PHI_WRAP", 400.4 * MUON_PHI_STEP, 99.6 * MUON_PHI_STEP, "");
        cut("MU-UPT_5", 5, 255, "");
        cut("MU-INDEX_B", 36, 71, "");
        cut("EG-ISO_13", 0, 0, "1,3");
        cut("EG-ETA_2p1", -48.7 * ETA_STEP, 48.7 * ETA_STEP, "");
        cut("TAU-ISO_23", 0, 0, "2,3");
        cut("JET-ETA_1", -22.7 * ETA_STEP, 22.7 * ETA_STEP, "");
        cut("JET-DISP_ON", 0, 0, "1");
        cut("JET-SLICE_3", 0, 3, "");
        cut("AXO-MODEL_v1", 0, 0, "v1");
        cut("AXO-MODEL_v2", 0, 0, "v2");
        cut("AXO-SCORE_9", 900, 0, "");
        cut("CICADA-CSCORE_9", 9, 0, "");
        cut("ADT-ASCORE_9", 9, 0, "");
        cut("TOPO-MODEL_x", 0, 0, "x");
        cut("TOPO-SCORE_9", 9, 0, "");
        cut("DETA_MAX_0p9", 0, 0.9, "");
        cut("DPHI_1_2p1", 1, 2.1, "");
        cut("DR_MAX_1p2", 0, 1.2000000000000002, "");
        cut("DR_0p5_2", 0.5, 2, "");
        cut("MASS_MIN_20", 20, 151982, "");
        cut("MASS_5_25", 5, 25, "");
        cut("MASSUPT_8_60", 8, 60, "");
        cut("MASSDR_10", 10, 151982, "");
        cut("TBPT_12", 12, 0, "");
        cut("CHGCOR_OS", 0, 0, "os");
        cut("CHGCOR_LS", 0, 0, "ls");
        cut("CHGCOR_1", 0, 0, "1");
        cut("ORMDR_0p5", 0, 0.5, "");
        cut("ORMDPHI_1", 0, 1, "");
        cut("ORMDETA_1", 0, 1, "");
    }

    private final String grammar;
    private final StringBuilder algorithms = new StringBuilder();
    private String scales = SCALES;

    private static final String SCALES = scales();

    /** An empty menu of a grammar. */
    public MenuText(String grammar) {
        this.grammar = grammar;
    }

    private static void cut(String name, double minimum, double maximum, String data) {
        String type = name.replaceFirst("^[A-Z]+-", "").replaceFirst("_.*", "");
        CUTS.put(
                name,
                "<cut><name>%s</name><object/><type>%s</type>%s%s<data>%s</data></cut>"
                        .formatted(
                                name,
                                type,
                                number("minimum", minimum),
                                number("maximum", maximum),
                                data));
    }

    private static String number(String element, double value) {
        return "<%s>%+.16E</%s>".formatted(element, value, element);
    }

    /** Adds an algorithm with the cuts that its expression names. */
    public MenuText algorithm(int index, String name, String expression) {
        TreeSet<String> cuts = new TreeSet<>();
        Matcher names = Pattern.compile("[A-Za-z0-9_-]+").matcher(expression);
        while (names.find()) {
            if (CUTS.containsKey(names.group())) {
                cuts.add(names.group());
            }
        }
        algorithms.append(
                """
                <algorithm><name>%s</name><expression>%s</expression><index>%d</index>
                <module_id>1</module_id><module_index>%d</module_index><labels>own,small</labels>
                %s</algorithm>
                """
                        .formatted(
                                name,
                                expression,
                                index,
                                index,
                                cuts.stream().map(CUTS::get).collect(Collectors.joining())));
        return this;
    }

    /** Renames a scale, which the menu then lacks. */
    public MenuText withoutScale(String object, String type) {
        scales =
                scales.replace(
                        "<object>%s</object><type>%s</type>".formatted(object, type),
                        "<object>%s</object><type>%s</type>".formatted("OTHER" + object, type));
        return this;
    }

    /** The file's text. */
    public String text() {
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <own:menu xmlns:own="http://example.org/menu"><name>small_menu</name>
        <grammar_version>%s</grammar_version>
        %s%s<ext_signal_set><name>own</name>%s</ext_signal_set></own:menu>
        """
                .formatted(
                        grammar,
                        algorithms,
                        scales,
                        Stream.of("BPTX.v0:3", "BPTX_OR-1:40", "LAST:255")
                                .map(signal -> signal.split(":", -1))
                                .map(parts ->
                                        "<ext_signal><name>%s</name><channel>%s</channel></ext_signal>"
                                                .formatted(parts[0], parts[1]))
                                .collect(Collectors.joining()));
    }

    /** Writes the file. */
    public Path write(Path file) throws IOException {
        return Files.writeString(file, text());
    }

    private static String scales() {
        List<String> all = new ArrayList<>();
        all.add(scale("MU", "ET", -0.5, 0.5, 9, 0, 512));
        all.add(scale("MU", "ETA", -0.5 * MUON_ETA_STEP, MUON_ETA_STEP, 9, -225, 226));
        all.add(scale("MU", "PHI", 0, MUON_PHI_STEP, 10, 0, 576));
        all.add(scale("MU", "UPT", -1, 1, 8, 1, 256));
        all.add(scale("MU", "INDEX", 0, 0, 7, 0, 128));
        for (String object : List.of("EG", "TAU", "JET")) {
            int bits = object.equals("JET") ? 11 : 9;
            all.add(scale(object, "ET", 0, 0.5, bits, 0, 1 << bits));
            all.add(scale(object, "ETA", 0, ETA_STEP, 8, -115, 115));
            all.add(scale(object, "PHI", 0, PHI_STEP, 8, 0, 144));
        }
        for (String sum : List.of("ETT", "HTT", "ETM", "HTM", "ETMHF", "HTMHF", "ETTEM")) {
            all.add(scale(sum, "ET", 0, 0.5, 12, 0, 4096));
            all.add(scale(sum, "PHI", 0, PHI_STEP, 8, 0, 144));
        }
        all.add(scale("TOWERCOUNT", "COUNT", 0, 0, 13, 0, 8192));
        all.add(scale("ASYMET", "COUNT", 0, 0, 8, 0, 256));
        all.add(scale("MBT0HFP", "COUNT", 0, 1, 4, 0, 16));
        String[] objects = {"EG", "JET", "TAU", "MU", "ETM"};
        for (int i = 0; i < objects.length; i++) {
            for (int j = i; j < objects.length; j++) {
                int math = i == 3 || j == 3 ? 4 : 3;
                String pair = objects[i] + "-" + objects[j] + "-";
                all.add(precision(pair + "Delta", 3));
                all.add(precision(pair + "Mass", 1));
                all.add(precision(pair + "MassPt", 1));
                all.add(precision(pair + "Math", math));
                all.add(precision(pair + "TwoBodyPt", 1));
                all.add(precision(pair + "TwoBodyPtMath", math));
                all.add(precision(pair + "InverseDeltaRMath", 5));
            }
        }
        return "<scale_set><name>own_scales</name>%s</scale_set>".formatted(String.join("", all));
    }

    private static String precision(String type, int digits) {
        return "<scale><object>PRECISION</object><type>%s</type><n_bits>%d</n_bits></scale>"
                .formatted(type, digits);
    }

    /** A scale whose bin k begins at offset + k * step; where the step is 0 bins are points. */
    private static String scale(
            String object, String type, double offset, double step, int bits, int from, int to) {
        StringBuilder bins = new StringBuilder();
        // In falling order, as the reader must not rely on any.
        for (int k = to - 1; k >= from; k--) {
            double low = step == 0 ? k : offset + k * step;
            double high = step == 0 ? k : offset + (k + 1) * step;
            bins.append(bin(k < 0 ? k + (1 << bits) : k, low, high));
        }
        if (type.equals("UPT")) {
            bins.append(bin(0, 0, 0));
        }
        double width = step == 0 ? 1 : step;
        return "<scale><object>%s</object><type>%s</type>%s%s%s<n_bits>%d</n_bits>%s</scale>"
                .formatted(
                        object,
                        type,
                        number("minimum", offset + from * width),
                        number("maximum", offset + to * width),
                        number("step", width),
                        bits,
                        bins);
    }

    private static String bin(int number, double low, double high) {
        return String.format(
                Locale.ROOT,
                "<bin><number>%d</number>%s%s</bin>",
                number,
                number("minimum", low),
                number("maximum", high));
    }
}

package org.l1ring.rates;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.l1ring.menu.Algorithm;
import org.l1ring.menu.MenuCircuit;

/** A report for other programs: one JSON object whose keys stay; rates are in kHz. */
final class RateJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RateJson() {}

    static String of(RateReport report) {
        ObjectNode root = NODES.objectNode();
        root.put("menu", report.circuit().menu().name());
        root.put("source", report.source());
        root.put("crossings", report.crossings());
        root.put("orbits", report.orbits());
        root.put("externals", report.externals());
        root.put("evaluated", report.circuit().algorithms().size());
        ArrayNode rest = root.putArray("notEvaluated");
        for (MenuCircuit.NotEvaluated entry : report.circuit().notEvaluated()) {
            put(rest.addObject(), entry.algorithm()).put("reason", entry.reason());
        }
        ArrayNode columns = root.putArray("columns");
        report.columns().forEach(table -> columns.add(column(table)));
        ArrayNode pileUps = root.putArray("pileUps");
        report.pileUps().forEach(curve -> pileUps.add(curve(curve)));
        ArrayNode signals = root.putArray("signals");
        report.signals().forEach(signal -> signals.add(signal(signal)));
        ArrayNode cuts = root.putArray("thresholds");
        for (CutChoice cut : report.cuts()) {
            put(cuts.addObject(), cut.algorithm())
                    .put("targetKhz", cut.target())
                    .put("threshold", cut.threshold())
                    .put("raw", cut.raw())
                    .put("outOfReach", cut.outOfReach())
                    .set("rate", measured(cut.rate()));
        }
        root.put("command", report.command());
        root.put("version", report.build().version());
        root.put("commit", report.build().commit());
        root.put("jdk", report.build().jdk());
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rates.json: " + e.getMessage(), e);
        }
    }

    private static ObjectNode put(ObjectNode node, Algorithm algorithm) {
        return node.put("index", algorithm.index()).put("name", algorithm.name());
    }

    private static ArrayNode measured(Measured figure) {
        return NODES.arrayNode().add(figure.value()).add(figure.error());
    }

    private static ObjectNode column(RateTable table) {
        ObjectNode column = NODES.objectNode().put("name", table.column());
        column.set("sum", measured(table.sum()));
        column.set("vetoed", measured(table.vetoed()));
        ArrayNode algorithms = column.putArray("algorithms");
        for (AlgorithmRates entry : table.algorithms()) {
            ObjectNode node = put(algorithms.addObject(), entry.algorithm());
            node.put("prescale", entry.prescale());
            node.put("finor", entry.finor());
            node.put("veto", entry.veto());
            node.set("before", measured(entry.before()));
            node.set("expected", measured(entry.expected()));
            node.set("total", measured(entry.total()));
            node.set("pure", measured(entry.pure()));
            node.set("proportional", measured(entry.proportional()));
        }
        return column;
    }

    private static ObjectNode curve(PileUpCurve curve) {
        PileUpFit fit = curve.fit();
        ObjectNode node = NODES.objectNode().put("name", curve.name());
        node.put("finalOr", curve.finalOr());
        if (!curve.finalOr()) {
            node.put("index", curve.index());
        }
        ArrayNode points = node.putArray("points");
        for (PileUpFit.Point point : curve.points()) {
            points.addObject().put("pileUp", point.pileUp()).set("rate", measured(point.rate()));
        }
        node.set("a", measured(new Measured(fit.a(), fit.aError())));
        node.set("b", measured(new Measured(fit.b(), fit.bError())));
        node.put("covariance", fit.covariance());
        node.put("chiSquare", fit.chiSquare());
        return node.put("freedom", fit.freedom());
    }

    private static ObjectNode signal(SignalEfficiency signal) {
        ObjectNode node = NODES.objectNode().put("signal", signal.signal());
        node.put("column", signal.column());
        node.put("crossings", signal.crossings());
        node.set("efficiency", measured(signal.any()));
        ArrayNode algorithms = node.putArray("algorithms");
        for (SignalEfficiency.Entry entry : signal.keeping()) {
            ObjectNode of = put(algorithms.addObject(), entry.algorithm());
            of.set("efficiency", measured(entry.total()));
            of.set("pure", measured(entry.pure()));
            if (Double.isFinite(entry.gain())) {
                of.put("gain", entry.gain());
            } else {
                of.putNull("gain");
            }
        }
        return node;
    }
}

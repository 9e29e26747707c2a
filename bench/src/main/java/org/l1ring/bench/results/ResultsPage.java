package org.l1ring.bench.results;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.l1ring.bench.network.Workload;
import org.l1ring.lower.Lowering;

/** The page of tables that a run leaves: figures, errors, ratios and limits. */
public final class ResultsPage {
    private static final String ENGINE = "engine";
    private static final String VECTOR = "VECTOR";

    private final ResultSet results;
    private final Function<String, Workload> workloads;

    /**
     * A page.
     *
     * @param results of a run
     * @param workloads finds the measured models by name
     */
    public ResultsPage(ResultSet results, Function<String, Workload> workloads) {
        this.results = results;
        this.workloads = workloads;
    }

    /** The page in Markdown. */
    public String text() {
        StringBuilder out = new StringBuilder("# Benchmark results\n\n");
        out.append(head()).append('\n');
        section(
                out,
                "One network, several programs",
                "From frames to scores, ns per crossing on one core; ratios are to our vector"
                        + " engine in the same run. ONNX Runtime computes the same network without"
                        + " our casts, from tensors that are ready; its figure is the faster of"
                        + " float32 and int8.",
                peers() + "\n" + list("PeerBenchmark.score", "OnnxBenchmark.score"));
        section(
                out,
                "Models in columns",
                "ns per crossing on one core, inputs in place, nothing read out." + standInNote(),
                models());
        section(
                out,
                "Menus",
                "ns per crossing on one core for all algorithms of a menu and its autoencoder, over"
                        + " an orbit of the feed at pile-up 60 or of the menu's test vectors.",
                list("MenuBenchmark.orbit"));
        section(
                out,
                "Against the machine's limits",
                "*Arithmetic* is the least time for the model's multiply-adds and other steps in"
                        + " the narrowest integers that hold them, or in floating point where that"
                        + " is exact and faster; a kernel that shares partial sums may need less."
                        + " *Loads* is the time if every"
                        + " multiply-add loads its operand. Both follow from the limits below,"
                        + " measured in the same run.",
                roofline() + "\n" + limits());
        section(
                out,
                "Loops",
                "ns per crossing for 64 steps of one kind; sums have 32 products, the forest 40"
                        + " trees of depth 3.",
                engines("LoopBenchmark.run", "loop"));
        parts(out);
        return out.toString();
    }

    /** What kernels are used in, and what they are made of. */
    private void parts(StringBuilder out) {
        section(
                out,
                "Frames",
                "ns per crossing from frames to scores of a circuit that adds all fields;"
                        + " `baseline` is that circuit on columns alone.",
                list("FrameBenchmark.baseline", "FrameBenchmark.frames"));
        section(
                out,
                "Calls",
                "ns per call of a scorer of the network 57-28-15-8, by crossings.",
                list("BlockBenchmark.score"));
        section(
                out,
                "Stream",
                "ns per crossing of a whole run, source and decision included; NONE scores"
                        + " nothing, which leaves the ring.",
                list("StreamBenchmark.run"));
        section(
                out,
                "Chain",
                "ns per crossing of a calorimeter module from codes to link words and back, two"
                        + " workers.",
                list("ChainBenchmark.run"));
        section(out, "Size", "ns per crossing by non-zero weights.", list("ScalingBenchmark.run"));
        section(
                out,
                "Casts",
                "ns per cast of the interpreter.",
                list("FixedCastBenchmark.baseline", "FixedCastBenchmark.cast"));
    }

    private static void section(StringBuilder out, String title, String text, String tables) {
        out.append("## ").append(title).append("\n\n");
        out.append(text).append("\n\n").append(tables).append('\n');
    }

    private String head() {
        Machine machine = results.machine();
        String kind =
                results.quick()
                        ? "A smoke run (`./l1ring bench --quick`): one process and a few short"
                                + " iterations each; figures may be far off.\n\n"
                        : "";
        return kind
                + new Table("run", "")
                        .row("made by", "`./l1ring bench` " + machine.version())
                        .row("date", machine.date())
                        .row("commit", machine.commit())
                        .row("CPU", machine.cpu())
                        .row("processors", Integer.toString(machine.processors()))
                        .row("vectors", machine.vectorBits() + " bits")
                        .row("JDK", machine.jdk())
                        .row("flags", "`" + String.join(" ", machine.flags()) + "`")
                + "\nFigures are medians over all iterations of all rounds, ± half the 99.9 %"
                + " confidence interval of the mean. A round runs every benchmark once, in a"
                + " process of its own; ratios are taken within rounds.\n";
    }

    /** Networks against plain loops and ONNX Runtime. */
    String peers() {
        Table table =
                new Table(
                        "network",
                        "vector, ns",
                        "plain loop",
                        "ONNX at 1",
                        "ONNX at 64",
                        "ONNX best",
                        "its best is");
        for (Peers peers : Peers.of(results)) {
            String best =
                    peers.bestOnnx()
                            .map(m -> m.parameter("precision") + " at " + m.parameter("batch"))
                            .orElse("–");
            table.row(
                    peers.network(),
                    Table.figure(peers.vector().median()),
                    Table.times(peers.toLoop()),
                    Table.times(peers.toOnnx(1)),
                    Table.times(peers.toOnnx(64)),
                    Table.times(peers.toOnnxBest()),
                    best);
        }
        return table.toString();
    }

    private String standInNote() {
        List<String> standIns =
                results.all("ModelBenchmark.run").stream()
                        .map(m -> m.parameter("model"))
                        .distinct()
                        .filter(name -> workloads.apply(name).standIn())
                        .toList();
        return standIns.isEmpty()
                ? ""
                : " Random networks of about the same shape stand in for "
                        + String.join(", ", standIns)
                        + ".";
    }

    private String models() {
        Table table = new Table("model", "vector", "±", "scalar", "interpreter");
        for (Measurement vector : vectors("ModelBenchmark.run")) {
            String model = vector.parameter("model");
            table.row(
                    model,
                    Table.figure(vector.median()),
                    Table.figure(vector.error()),
                    Table.times(modelRatio(vector, model, "SCALAR")),
                    Table.times(modelRatio(vector, model, "INTERPRETER")));
        }
        return table.toString();
    }

    private double modelRatio(Measurement vector, String model, String engine) {
        return results.find("ModelBenchmark.run", "model", model, ENGINE, engine)
                .map(other -> other.ratioTo(vector))
                .orElse(Double.NaN);
    }

    private List<Measurement> vectors(String benchmark) {
        return results.all(benchmark).stream()
                .filter(m -> m.parameter(ENGINE).equals(VECTOR))
                .toList();
    }

    /** Models against the arithmetic and the loads that they need. */
    String roofline() {
        Optional<MachineLimits> limits = MachineLimits.of(results);
        Table table =
                new Table(
                        "model",
                        "multiply-adds",
                        "in 16 bits",
                        "in 32 bits",
                        "arithmetic, ns",
                        "loads, ns",
                        "measured, ns",
                        "arithmetic / measured");
        if (limits.isEmpty()) {
            return table.toString();
        }
        for (Measurement vector : vectors("ModelBenchmark.run")) {
            Workload workload = workloads.apply(vector.parameter("model"));
            OperationCount count = OperationCount.of(Lowering.lower(workload.model()));
            double least = limits.get().arithmeticNanos(count);
            table.row(
                    workload.name() + (workload.standIn() ? " (stand-in)" : ""),
                    "%,d".formatted(count.multiplyAdds()),
                    "%,d".formatted(count.operands()[0]),
                    "%,d".formatted(count.operands()[1]),
                    Table.figure(least),
                    Table.figure(limits.get().loadNanos(count)),
                    Table.figure(vector.median()),
                    Table.percent(least / vector.median()));
        }
        return table.toString();
    }

    /** The limits themselves. */
    String limits() {
        Table table = new Table("limit of one core", "ns per vector", "per second");
        MachineLimits.of(results)
                .ifPresent(l -> {
                    row(table, l, "16-bit multiply-add", l.multiplyAdd16(), 0);
                    row(table, l, "16-bit add", l.add16(), 0);
                    row(table, l, "32-bit multiply-add", l.multiplyAdd32(), 1);
                    row(table, l, "64-bit multiply-add", l.multiplyAdd64(), 2);
                    row(table, l, "float multiply-add", l.multiplyAddFloat(), 1);
                    bytes(table, l, "load, 16 KiB", l.loadNear());
                    bytes(table, l, "load, 512 KiB", l.loadFar());
                });
        return table.toString();
    }

    private static void row(
            Table table, MachineLimits limits, String name, double nanos, int lane) {
        table.row(name, Table.figure(nanos), Table.figure(limits.giga(nanos, lane)) + " · 10⁹");
    }

    private static void bytes(Table table, MachineLimits limits, String name, double nanos) {
        table.row(name, Table.figure(nanos), Table.figure(limits.gigabytes(nanos)) + " GB");
    }

    private String engines(String benchmark, String parameter) {
        Table table = new Table(parameter, "vector", "±", "scalar", "scalar / vector");
        for (Measurement vector : vectors(benchmark)) {
            String value = vector.parameter(parameter);
            Optional<Measurement> scalar =
                    results.find(benchmark, parameter, value, ENGINE, "SCALAR");
            table.row(
                    value,
                    Table.figure(vector.median()),
                    Table.figure(vector.error()),
                    Table.figure(scalar.map(Measurement::median).orElse(Double.NaN)),
                    Table.times(scalar.map(s -> s.ratioTo(vector)).orElse(Double.NaN)));
        }
        return table.toString();
    }

    /** Every measurement of some benchmarks. */
    private String list(String... benchmarks) {
        Table table = new Table("benchmark", "median", "±");
        for (String benchmark : benchmarks) {
            for (Measurement m : results.all(benchmark)) {
                String parameters =
                        m.parameters().keySet().stream()
                                .sorted()
                                .map(m::parameter)
                                .collect(Collectors.joining(", "));
                String method = benchmark.substring(benchmark.indexOf('.') + 1);
                table.row(
                        parameters + ": `" + method + "`",
                        Table.figure(m.median()),
                        Table.figure(m.error()));
            }
        }
        return table.toString();
    }
}

package org.l1ring.check;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.hls.HlsForm;
import org.l1ring.hls.HlsSimulator;
import org.l1ring.kernel.BlockKernel;
import org.l1ring.kernel.Engine;
import org.l1ring.model.LayerInterpreter;
import org.l1ring.model.Model;
import org.l1ring.project.FirmwareDesign;
import org.l1ring.project.FirmwareOptions;
import org.l1ring.rtl.RtlSimulator;

/** What can evaluate a circuit here, each bit for bit as the others. */
public enum EngineKind {
    /** The circuit's steps one crossing at a time: the reference. */
    INTERPRETER,
    /** The block kernel's scalar loops. */
    SCALAR,
    /** The block kernel's vector loops. */
    VECTOR,
    /** The model layer by layer with numbers of any size: the slow twin of the lowering. */
    LAYERS,
    /** The generated HLS C++, compiled by g++. */
    HLS,
    /** The generated Verilog pipeline, built by Verilator. */
    RTL;

    private static final Logger LOG = Logger.getLogger(EngineKind.class.getName());
    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    /**
     * The engines of a usual check that this JVM can run, the reference first. The others only run
     * when they are named: {@link #LAYERS} is about ten times slower than these together, and
     * firmware has to be built.
     */
    public static List<EngineKind> usual() {
        return Stream.of(INTERPRETER, SCALAR, VECTOR).filter(EngineKind::runsHere).toList();
    }

    /** Whether the engine is firmware, built for one circuit and run as a program of its own. */
    public boolean firmware() {
        return this == HLS || this == RTL;
    }

    /**
     * An evaluator that uses all processors.
     *
     * @param model that the circuit is lowered from
     * @param circuit of the model, with or without its layers as further outputs
     * @throws IllegalArgumentException if this JVM cannot run it
     * @throws org.l1ring.tool.ToolException if firmware cannot be built
     */
    Evaluator shared(Model model, Circuit circuit) {
        return firmware()
                ? evaluator(model, circuit)
                : new ParallelEvaluator(() -> evaluator(model, circuit));
    }

    private boolean runsHere() {
        return this != VECTOR || ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
    }

    /**
     * An evaluator of a circuit's inputs to its outputs.
     *
     * @param model that the circuit is lowered from
     * @param circuit of the model, with or without its layers as further outputs
     * @throws IllegalArgumentException if this JVM cannot run it
     */
    public Evaluator evaluator(Model model, Circuit circuit) {
        if (!runsHere()) {
            throw new IllegalArgumentException(
                    "engine vector: expected a JVM with "
                            + VECTOR_MODULE
                            + ", got one without; start it with --add-modules "
                            + VECTOR_MODULE);
        }
        return switch (this) {
            case INTERPRETER -> interpreter(circuit);
            case SCALAR -> kernel(circuit, Engine.SCALAR);
            case VECTOR -> kernel(circuit, Engine.VECTOR);
            case LAYERS -> layers(model, circuit);
            case HLS -> hls(model);
            case RTL -> rtl(circuit);
        };
    }

    private static Evaluator interpreter(Circuit circuit) {
        return new CircuitInterpreter(circuit)::run;
    }

    private static Evaluator layers(Model model, Circuit circuit) {
        LayerInterpreter interpreter = new LayerInterpreter(model);
        int columns = model.columns();
        int outputs = model.outputColumns();
        int width = circuit.outputs().size();
        return (inputs, from, to, results) -> {
            for (int i = from; i < to; i++) {
                long[] row = Arrays.copyOfRange(inputs, i * columns, (i + 1) * columns);
                int at = i * width;
                System.arraycopy(interpreter.run(row), 0, results, at, outputs);
                at += outputs;
                if (width > outputs) {
                    for (long[] layer : interpreter.trace(row).values()) {
                        System.arraycopy(layer, 0, results, at, layer.length);
                        at += layer.length;
                    }
                }
            }
        };
    }

    private static Evaluator hls(Model model) {
        LOG.info(model.name() + ": engine hls: compiling with g++");
        return HlsSimulator.build(model, HlsForm.MULTIPLIERS, BuildFolder.create())::run;
    }

    private static Evaluator rtl(Circuit circuit) {
        LOG.info(circuit.name() + ": engine rtl: building with Verilator");
        FirmwareDesign design = FirmwareDesign.of(circuit, FirmwareOptions.standard());
        return RtlSimulator.build(design.pipeline(), BuildFolder.create())::run;
    }

    private static Evaluator kernel(Circuit circuit, Engine engine) {
        BlockKernel kernel = new BlockKernel(circuit, engine);
        int columns = circuit.inputs().size();
        int results = circuit.outputs().size();
        return (inputs, from, to, outputs) -> {
            for (int start = from; start < to; start += BlockKernel.CROSSINGS) {
                int crossings = Math.min(BlockKernel.CROSSINGS, to - start);
                for (int i = 0; i < crossings; i++) {
                    for (int k = 0; k < columns; k++) {
                        kernel.set(k, i, inputs[(start + i) * columns + k]);
                    }
                }
                kernel.run();
                for (int i = 0; i < crossings; i++) {
                    for (int k = 0; k < results; k++) {
                        outputs[(start + i) * results + k] = kernel.get(k, i);
                    }
                }
            }
        };
    }

    /** The name as commands write it, in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

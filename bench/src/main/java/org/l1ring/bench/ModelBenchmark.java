package org.l1ring.bench;

import java.util.SplittableRandom;
import org.l1ring.bench.network.Workload;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.kernel.BlockKernel;
import org.l1ring.kernel.Engine;
import org.l1ring.lower.Lowering;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What production models cost in columns: ns per crossing, inputs in place, nothing read out.
 *
 * <p>Models that the reference folder lacks are replaced by random ones of about their shape; see
 * {@link Workload}.
 */
public class ModelBenchmark extends CrossingBenchmark {

    /** What runs the circuit. */
    public enum ModelEngine {
        /** Vector loops. */
        VECTOR,
        /** Scalar loops. */
        SCALAR,
        /** The reference. */
        INTERPRETER
    }

    /** Calls in one run of an engine whose loops turn so often that one run gets them noticed. */
    private static final int MANY = 1000;

    /** Which model. */
    @Param({
        "built-in",
        "AXOL1TL_v3",
        "AXOL1TL_v4",
        "BDT_track_quality_40x3",
        "CICADA_v1p1p1",
        "CICADA_v2p1p2",
        "ECON_AE_encoder_3eLinks",
        "ECON_AE_encoder_5eLinks",
        "EMTFnn_v1",
        "hgq_jet_classifier",
        "jet_tagger_6bit",
        "TOoLLiP_v3",
        "TOPO_HHbbWW_1mu_v1"
    })
    public String model;

    /** What runs it. */
    @Param public ModelEngine engine;

    private BlockKernel kernel;
    private CircuitInterpreter interpreter;
    private long[] inputs;
    private long[] outputs;

    /** Lowers the model and draws inputs. */
    @Setup
    public void plan() {
        Circuit circuit = Lowering.lower(Workload.named(model).model());
        SplittableRandom random = new SplittableRandom(1);
        if (engine == ModelEngine.INTERPRETER) {
            interpreter = new CircuitInterpreter(circuit);
            int columns = circuit.inputs().size();
            inputs = new long[BlockKernel.CROSSINGS * columns];
            for (int i = 0; i < inputs.length; i++) {
                Circuit.Port port = circuit.inputs().get(i % columns);
                inputs[i] = random.nextLong(port.interval().min(), port.interval().max() + 1);
            }
            outputs = new long[BlockKernel.CROSSINGS * circuit.outputs().size()];
        } else {
            Engine loops = engine == ModelEngine.VECTOR ? Engine.VECTOR : Engine.SCALAR;
            kernel = new BlockKernel(circuit, loops);
            LoopBenchmark.fill(kernel, random);
        }
        settle(this::run, engine == ModelEngine.VECTOR ? 1 : MANY);
    }

    /**
     * One run over a kernel's crossings.
     *
     * @return an output
     */
    @Benchmark
    @OperationsPerInvocation(BlockKernel.CROSSINGS)
    public long run() {
        if (kernel == null) {
            interpreter.run(inputs, 0, BlockKernel.CROSSINGS, outputs);
            return outputs[0];
        }
        kernel.run();
        return kernel.get(0, 0);
    }
}

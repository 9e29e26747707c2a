package org.l1ring.bench.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One network in our vector engine, in plain loops and in ONNX Runtime, from the same run.
 *
 * @param network widths of the layers
 * @param vector our vector engine
 * @param loops hand-written loops, dense and sparse
 * @param onnx ONNX Runtime in every precision and batch
 */
public record Peers(
        String network, Measurement vector, List<Measurement> loops, List<Measurement> onnx) {
    private static final String OURS = "PeerBenchmark.score";
    private static final String THEIRS = "OnnxBenchmark.score";
    private static final String NETWORK = "network";
    private static final Comparator<Measurement> FASTEST =
            Comparator.comparingDouble(Measurement::median);

    /** Copies the lists. */
    public Peers {
        loops = List.copyOf(loops);
        onnx = List.copyOf(onnx);
    }

    /** The networks whose vector engine a run measured. */
    public static List<Peers> of(ResultSet results) {
        List<Peers> all = new ArrayList<>();
        for (Measurement vector : results.all(OURS)) {
            if (vector.parameter("engine").equals("VECTOR")) {
                String network = vector.parameter(NETWORK);
                List<Measurement> loops =
                        results.all(OURS).stream()
                                .filter(m -> m.parameter(NETWORK).equals(network))
                                .filter(m -> m.parameter("engine").startsWith("PLAIN"))
                                .toList();
                List<Measurement> onnx =
                        results.all(THEIRS).stream()
                                .filter(m -> m.parameter(NETWORK).equals(network))
                                .toList();
                all.add(new Peers(network, vector, loops, onnx));
            }
        }
        return all;
    }

    /** How many times as long the faster plain loop takes; NaN if none was run. */
    public double toLoop() {
        return ratio(loops.stream().min(FASTEST));
    }

    /**
     * How many times as long ONNX Runtime takes in its faster precision; NaN if it was not run.
     *
     * @param batch crossings of a call
     */
    public double toOnnx(int batch) {
        return ratio(
                onnx.stream()
                        .filter(m -> m.parameter("batch").equals(Integer.toString(batch)))
                        .min(FASTEST));
    }

    /** How many times as long ONNX Runtime takes at its best; NaN if it was not run. */
    public double toOnnxBest() {
        return ratio(bestOnnx());
    }

    /** ONNX Runtime's fastest. */
    public Optional<Measurement> bestOnnx() {
        return onnx.stream().min(FASTEST);
    }

    private double ratio(Optional<Measurement> peer) {
        return peer.map(measured -> measured.ratioTo(vector)).orElse(Double.NaN);
    }
}

package org.l1ring.cli;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Logger;
import org.l1ring.feed.FeedOptions;
import org.l1ring.feed.FrameField;
import org.l1ring.feed.PatternMemory;
import org.l1ring.model.Model;
import org.l1ring.model.ModelWriter;
import org.l1ring.run.RunInputs;
import org.l1ring.run.ScoredOrbits;
import org.l1ring.run.StreamModel;
import org.l1ring.source.SimulatedSource;
import org.l1ring.train.LinearAutoencoder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes an anomaly autoencoder from the simulated feed. */
@Command(
        name = "train",
        description = {
            "Trains a linear autoencoder (principal components, quantized) on simulated zero bias.",
            "Its score is the squared distance of the reconstruction; the threshold is set for an"
                    + " accept rate. The built-in model is: l1ring train -o FILE"
        })
final class TrainCommand implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(TrainCommand.class.getName());
    private static final ValueLayout.OfShort FIELD =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final List<FrameField> FEATURES =
            List.of(
                    FrameField.MET_PT,
                    FrameField.EG0_PT,
                    FrameField.EG1_PT,
                    FrameField.MU0_PT,
                    FrameField.MU1_PT,
                    FrameField.JET0_PT,
                    FrameField.JET1_PT,
                    FrameField.JET2_PT,
                    FrameField.JET3_PT,
                    FrameField.HT_PT,
                    FrameField.ET_PT,
                    FrameField.MHT_PT);

    @Mixin private CommonOptions unusedCommon;
    @Mixin private FeedArguments feed;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "Model file to write.")
    private Path output;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "linear_autoencoder_v1",
            description = "Name of the model (default: ${DEFAULT-VALUE}).")
    private String name;

    @Option(
            names = "--components",
            paramLabel = "N",
            defaultValue = "4",
            description = "Principal components kept (default: ${DEFAULT-VALUE}).")
    private int components;

    @Option(
            names = "--orbits",
            paramLabel = "N",
            defaultValue = "32",
            description = "Orbits of zero bias to learn from (default: ${DEFAULT-VALUE}).")
    private int orbits;

    @Option(
            names = "--accept-rate",
            paramLabel = "KHZ",
            defaultValue = "100",
            description = "Accept rate that the threshold is set for (default: ${DEFAULT-VALUE}).")
    private double rateKhz;

    @Override
    public Integer call() {
        FeedOptions options = feed.options();
        List<Model.Binding> binding = binding();
        int[][] samples = samples(options, binding);
        LOG.info("learning from " + samples.length + " colliding crossings");
        Model trained = LinearAutoencoder.train(name, binding, samples, components);
        long threshold =
                ScoredOrbits.threshold(
                        StreamModel.onObjects(trained, ""),
                        new SimulatedSource(options),
                        ScoredOrbits.CALIBRATION_ORBITS,
                        rateKhz);
        Model finished =
                new Model(
                        trained.name(),
                        trained.inputs(),
                        trained.preprocessing(),
                        trained.layers(),
                        trained.outputs(),
                        trained.binding(),
                        Optional.of(new Model.Threshold(threshold, rateKhz)));
        ModelWriter.write(finished, output);
        LOG.info(
                String.format(
                        Locale.ROOT,
                        "%s: %d features, %d components, threshold %d for %s kHz",
                        output,
                        binding.size(),
                        components,
                        threshold,
                        RunInputs.plain(rateKhz)));
        return 0;
    }

    /** The leading transverse momenta and the sums. */
    private static List<Model.Binding> binding() {
        return FEATURES.stream().map(field -> new Model.Binding(field.fieldName(), 0)).toList();
    }

    private int[][] samples(FeedOptions options, List<Model.Binding> binding) {
        List<int[]> rows = new ArrayList<>();
        try (PatternMemory memory =
                PatternMemory.generate(
                        options,
                        orbits,
                        Runtime.getRuntime().availableProcessors(),
                        (_, _) -> {})) {
            int[] bytes =
                    binding.stream()
                            .mapToInt(b -> FrameField.named(b.field()).byteOffset())
                            .toArray();
            for (int orbit = 0; orbit < orbits; orbit++) {
                for (int bx = 0; bx < FrameField.ORBIT_CROSSINGS; bx++) {
                    if (options.scheme().collides(bx)) {
                        long frame =
                                memory.blockOffset(orbit, 0) + (long) bx * FrameField.FRAME_BYTES;
                        rows.add(row(memory.segment(), frame, bytes));
                    }
                }
            }
        }
        return rows.toArray(int[][]::new);
    }

    private static int[] row(MemorySegment frames, long frame, int[] bytes) {
        int[] row = new int[bytes.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = frames.get(FIELD, frame + bytes[i]);
        }
        return row;
    }
}

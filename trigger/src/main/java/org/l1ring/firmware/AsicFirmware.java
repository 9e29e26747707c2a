package org.l1ring.firmware;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.l1ring.asic.AsicDesign;
import org.l1ring.asic.AsicEmitter;
import org.l1ring.asic.AsicOptions;
import org.l1ring.asic.AsicProject;
import org.l1ring.model.Model;
import org.l1ring.model.ParameterImage;
import org.l1ring.model.Parameters;
import org.l1ring.project.ProjectFolder;
import org.l1ring.project.TestRows;

/** Writes the project of a model in standard cells into a folder. */
public final class AsicFirmware {
    private static final long SEED = 1;

    private AsicFirmware() {}

    /**
     * Writes the whole project; nothing is left of one that fails.
     *
     * @param model that it is made of
     * @param options clock, weights, protection, library
     * @param rows test vectors
     * @param second image that the bench swaps to, if not a seeded one
     * @param folder absent, empty, or an earlier project
     * @param replace whether an earlier project is replaced
     * @return the report, in lines
     * @throws IOException if a file cannot be read or written
     * @throws org.l1ring.model.ModelException if the second image is one of another layout
     */
    public static List<String> write(
            Model model,
            AsicOptions options,
            TestRows rows,
            Optional<Path> second,
            Path folder,
            boolean replace)
            throws IOException {
        AsicDesign design = AsicDesign.of(model, options);
        long[] other =
                second.isPresent()
                        ? ParameterImage.read(second.get()).raw(model, second.get().toString())
                        : AsicProject.random(design, SEED);
        try (ProjectFolder project = new ProjectFolder(folder, replace)) {
            project.write(AsicProject.files(design, rows.inputs(), other));
            if (design.loads()) {
                Path vectors = project.folder().resolve("vectors");
                Files.write(vectors.resolve("own.l1pi"), ParameterImage.of(model).file());
                Model loaded = Parameters.replaced(model, other);
                Files.write(vectors.resolve("other.l1pi"), ParameterImage.of(loaded).file());
            }
            project.write(Map.of(ProjectFolder.MARK, report(design)));
            project.commit();
        }
        return lines(design, rows, folder);
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String report(AsicDesign design) throws IOException {
        AsicOptions options = design.options();
        JsonMapper mapper = JsonMapper.builder().build();
        ObjectNode report = mapper.createObjectNode();
        report.put("name", design.model().name());
        report.put("circuitDigest", design.lowered().digest());
        report.put("target", "asic");
        report.put("topModule", AsicEmitter.topModule(design));
        report.put("clockMhz", options.clockMhz());
        report.put("weights", text(options.weights()));
        report.put("protection", text(options.protection()));
        report.put("latencyCrossings", design.latencyCrossings());
        report.put("flipFlops", AsicEmitter.flipFlops(design));
        report.put("imageBytes", design.imageBytes());
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
    }

    private static List<String> lines(AsicDesign design, TestRows rows, Path folder) {
        AsicOptions options = design.options();
        List<String> lines = new ArrayList<>();
        lines.add(
                "firmware     %s, circuit %s"
                        .formatted(
                                design.model().name(), design.lowered().digest().substring(0, 12)));
        lines.add(
                "target       standard cells, top module %s, %s MHz"
                        .formatted(
                                AsicEmitter.topModule(design),
                                BigDecimal.valueOf(options.clockMhz())
                                        .stripTrailingZeros()
                                        .toPlainString()));
        lines.add(
                design.loads()
                        ? "weights      in registers, %,d bytes over I2C"
                                .formatted(design.imageBytes())
                        : "weights      constant");
        lines.add(
                "protection   %s, %,d flip-flops"
                        .formatted(text(options.protection()), AsicEmitter.flipFlops(design)));
        lines.add("latency      %d crossings".formatted(design.latencyCrossings()));
        lines.add("vectors      %,d rows".formatted(rows.inputs().size()));
        lines.add("not run      openroad/config.mk: no OpenROAD is among our tools");
        lines.add("project      " + folder);
        return lines;
    }
}

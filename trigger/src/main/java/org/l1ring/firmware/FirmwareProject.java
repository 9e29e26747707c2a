package org.l1ring.firmware;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.l1ring.lower.RecurrentParts;
import org.l1ring.model.Model;
import org.l1ring.project.BufferedDesign;
import org.l1ring.project.FirmwareDesign;
import org.l1ring.project.FirmwareFigures;
import org.l1ring.project.FirmwareOptions;
import org.l1ring.project.HardwareDesign;
import org.l1ring.project.ProjectFolder;
import org.l1ring.project.SequentialDesign;
import org.l1ring.project.TestRows;
import org.l1ring.project.VerilogProject;
import org.l1ring.project.YosysSynthesis;
import org.l1ring.proof.Proof;
import org.l1ring.proof.ProofReport;
import org.l1ring.tool.Program;
import org.l1ring.tool.SourceFiles;

/** Writes the Verilog project of a model or menu into a folder. */
public final class FirmwareProject {
    private final FirmwareInput input;
    private final FirmwareOptions options;
    private final Consumer<String> progress;

    /**
     * A project of a model or menu.
     *
     * @param input what it is made of
     * @param options what it is made for
     * @param progress receives a line before every long part of the work
     */
    public FirmwareProject(
            FirmwareInput input, FirmwareOptions options, Consumer<String> progress) {
        this.input = input;
        this.options = options;
        this.progress = progress;
    }

    /**
     * Writes the whole project; nothing is left of one that fails.
     *
     * @param folder absent, empty, or an earlier project
     * @param replace whether an earlier project is replaced
     * @param rows test vectors
     * @param synthesize whether Yosys counts its cells
     * @param prove whether its sums are proven
     * @return the report, in lines
     * @throws IOException if the folder cannot be written
     * @throws org.l1ring.tool.ToolException if a program is absent or fails
     */
    public List<String> write(
            Path folder, boolean replace, TestRows rows, boolean synthesize, boolean prove)
            throws IOException {
        if (prove && options.pipeline().initiationInterval() > 1) {
            throw new IllegalArgumentException(
                    "--prove: expected an initiation interval of 1, got %d; sums that take turns are shown by the benches"
                            .formatted(options.pipeline().initiationInterval()));
        }
        if (prove && options.recurrent() == FirmwareOptions.Recurrent.SEQUENTIAL) {
            throw new IllegalArgumentException(
                    "--prove: expected --recurrent unrolled, got sequential; loops are shown by the"
                            + " benches");
        }
        if (synthesize || prove) {
            Program.YOSYS.require();
        }
        if (prove) {
            Program.Z3.require();
        }
        try (ProjectFolder project = new ProjectFolder(folder, replace)) {
            HardwareDesign design = design(options);
            FirmwareFigures figures = design.figures();
            project.write(VerilogProject.files(design, figures, rows));
            List<String> proof =
                    prove ? proven((FirmwareDesign) design, project.folder()) : List.of();
            if (synthesize) {
                figures = synthesized(figures, project.folder());
            }
            List<String> text = new ArrayList<>(input.remarks());
            text.addAll(FirmwareText.lines(figures));
            text.addAll(proof);
            String drawing = PipelineDrawing.svg(figures);
            project.write(
                    Map.of(
                            ProjectFolder.MARK,
                            FirmwareJson.text(figures),
                            "report.txt",
                            String.join("\n", text) + "\n",
                            "report.html",
                            FirmwareHtml.page(figures, drawing),
                            "pipeline.svg",
                            drawing));
            project.commit();
            text.add("project      " + folder);
            return text;
        }
    }

    private HardwareDesign design(FirmwareOptions made) {
        return switch (made.recurrent()) {
            case UNROLLED -> {
                FirmwareDesign design = unrolled(made);
                yield input.buffer().isPresent()
                        ? BufferedDesign.of(design, input.buffer().get())
                        : design;
            }
            case SEQUENTIAL -> sequential(made);
        };
    }

    private FirmwareDesign unrolled(FirmwareOptions made) {
        return FirmwareDesign.of(input.lowered(), input.window(), made);
    }

    private SequentialDesign sequential(FirmwareOptions made) {
        Model model =
                input.model()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "--recurrent sequential: expected a model, got a"
                                                + " menu; leave it out"));
        return SequentialDesign.of(input.circuit(), RecurrentParts.of(model), made);
    }

    /** What Yosys and z3 say about the sources in a folder. */
    private List<String> proven(FirmwareDesign design, Path folder) throws IOException {
        progress.accept("proof with Yosys and z3");
        List<Path> sources;
        try (Stream<Path> files = Files.list(folder.resolve("src"))) {
            sources = files.sorted().toList();
        }
        Path work = Files.createTempDirectory("l1ring-proof");
        try {
            ProofReport report = Proof.prove(design.circuit(), design.expansion(), sources, work);
            if (!report.proven()) {
                throw new IllegalStateException(
                        "the Verilog does not compute the circuit: "
                                + report.refutations().getFirst());
            }
            return List.of(
                    "proven       %,d sums, %,d adders and negations that never wrap, %,d other steps (%d assumed); %d registers on every path; %.1f s"
                            .formatted(
                                    report.sums(),
                                    report.adders(),
                                    report.steps(),
                                    report.assumed(),
                                    report.latencyCycles(),
                                    report.yosysSeconds()
                                            + report.javaSeconds()
                                            + report.z3Seconds()));
        } finally {
            ProjectFolder.delete(work);
        }
    }

    /**
     * Both forms at the same time: Yosys uses one processor. A design whose sums take turns may be
     * too large for the form that shares nothing.
     */
    private FirmwareFigures synthesized(FirmwareFigures figures, Path folder) throws IOException {
        if (options.pipeline().initiationInterval() > 1) {
            progress.accept("synthesis with Yosys: minutes");
            return figures.with(Optional.of(YosysSynthesis.run(folder)), Optional.empty());
        }
        progress.accept("synthesis with Yosys, and of separate sums beside it: minutes");
        Path separate = Files.createTempDirectory("l1ring-separate");
        try {
            CompletableFuture<FirmwareFigures.Synthesis> naive =
                    CompletableFuture.supplyAsync(() -> separate(separate));
            FirmwareFigures.Synthesis own = YosysSynthesis.run(folder);
            return figures.with(Optional.of(own), Optional.of(joined(naive)));
        } finally {
            ProjectFolder.delete(separate);
        }
    }

    private static FirmwareFigures.Synthesis joined(
            CompletableFuture<FirmwareFigures.Synthesis> naive) {
        try {
            return naive.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private FirmwareFigures.Synthesis separate(Path folder) {
        FirmwareOptions naive =
                new FirmwareOptions(
                        options.pipeline(),
                        FirmwareOptions.Sums.SEPARATE,
                        options.depthSlack(),
                        options.part(),
                        options.recurrent());
        HardwareDesign design = design(naive);
        try {
            SourceFiles.write(folder, VerilogProject.sources(design));
            return YosysSynthesis.run(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

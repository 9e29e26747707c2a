package org.l1ring.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.l1ring.tool.Program;

/** Cells of UltraScale+ that Yosys makes of a project's sources. */
public final class YosysSynthesis {
    private static final long LIMIT_SECONDS = 7200;

    private YosysSynthesis() {}

    /**
     * Runs {@code scripts/synth.ys}.
     *
     * @param folder of a written project
     * @throws org.l1ring.tool.ToolException if Yosys is absent or fails
     */
    public static FirmwareFigures.Synthesis run(Path folder) {
        try {
            Files.createDirectories(folder.resolve("build"));
            String version = Program.YOSYS.succeed(folder, LIMIT_SECONDS, List.of("-V")).getFirst();
            long start = System.nanoTime();
            Program.YOSYS.succeed(folder, LIMIT_SECONDS, List.of("-q", "-s", "scripts/synth.ys"));
            double seconds = (System.nanoTime() - start) * 1e-9;
            JsonNode cells =
                    JsonMapper.builder()
                            .build()
                            .readTree(folder.resolve("build/synth.json").toFile())
                            .path("design")
                            .path("num_cells_by_type");
            return counted(version.replaceFirst(" \\(.*", ""), cells, seconds);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FirmwareFigures.Synthesis counted(String tool, JsonNode cells, double seconds) {
        long tables = 0;
        long registers = 0;
        double rams = 0;
        for (Map.Entry<String, JsonNode> cell : cells.properties()) {
            String type = cell.getKey();
            long count = cell.getValue().asLong();
            if (type.matches("LUT[1-6]")) {
                tables += count;
            } else if (type.matches("FD[CPRS]E.*")) {
                registers += count;
            } else if (type.startsWith("RAMB36")) {
                rams += count;
            } else if (type.startsWith("RAMB18")) {
                rams += count / 2.0;
            }
        }
        return new FirmwareFigures.Synthesis(
                tool,
                tables,
                registers,
                cells.path("CARRY4").asLong(),
                cells.path("DSP48E2").asLong(),
                rams,
                seconds);
    }
}

package org.l1ring.importer.hls4ml;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.l1ring.model.Model;
import org.l1ring.model.Preprocessing;

/** The emulator class around a top function: scaling of inputs, and what is made of the result. */
final class Wrapper {
    private final Path file;
    private final String name;

    private Wrapper(Path file, String name) {
        this.file = file;
        this.name = name;
    }

    static Optional<Wrapper> find(SourceFolder folder, Path project, String top) {
        Map<String, String> comments = new HashMap<>();
        for (Path file : folder.own(".*\\.(cpp|cc|cxx)")) {
            if (folder.text(file).contains("hls4mlEmulator::Model")) {
                Preprocessor.run(folder, file, project, Set.of(), comments);
                return Optional.of(new Wrapper(file, folder.name(file)));
            }
        }
        return Optional.empty();
    }

    String explanation() {
        return name;
    }

    Optional<Preprocessing> preprocessing() {
        return Optional.empty();
    }

    List<String> inputs(Network network) {
        return List.copyOf(network.inputs().keySet());
    }

    List<Model.Output> outputs(TopFunction top) {
        return FirmwareImporter.outputs(top);
    }
}

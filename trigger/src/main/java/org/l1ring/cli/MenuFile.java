package org.l1ring.cli;

import java.nio.file.Path;
import java.util.List;
import org.l1ring.menu.Menu;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The menu that a verb is about, and the networks that it names. */
final class MenuFile {
    @Parameters(paramLabel = "MENU", description = "Menu file.")
    private Path file;

    @Option(
            names = "--model",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Networks that the menu names.")
    private List<Path> modelFiles = List.of();

    /** Reads the menu. */
    Menu menu() {
        return Menu.read(file);
    }

    /** Reads the networks. */
    List<Model> models() {
        return modelFiles.stream().map(ModelReader::read).toList();
    }
}

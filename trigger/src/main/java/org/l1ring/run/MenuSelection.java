package org.l1ring.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.l1ring.decision.DeadTime;
import org.l1ring.decision.DecisionSetup;
import org.l1ring.menu.Menu;
import org.l1ring.menu.MenuCircuit;
import org.l1ring.menu.MenuException;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;
import org.l1ring.prescale.Masks;
import org.l1ring.prescale.PrescaleTable;

/**
 * Which menu decides, and how.
 *
 * @param file menu file; nothing for the project's own menu and autoencoder
 * @param models files of the networks that the menu names
 * @param prescales prescale table
 * @param column of the prescale table; nothing for its only one
 * @param masks run settings with masks
 * @param deadTimes what vetoes accepts, asked in this order
 * @param calibration crossings in which no algorithm is looked at
 */
public record MenuSelection(
        Optional<Path> file,
        List<Path> models,
        Optional<Path> prescales,
        Optional<String> column,
        List<Path> masks,
        List<DeadTime> deadTimes,
        DecisionSetup.Gap calibration) {
    private static final String OWN = "own-menu.xml";

    /** Copies the lists. */
    public MenuSelection {
        models = List.copyOf(models);
        masks = List.copyOf(masks);
        deadTimes = List.copyOf(deadTimes);
    }

    /** The project's own menu. */
    public static Menu own() {
        try (InputStream in = MenuSelection.class.getResourceAsStream(OWN)) {
            return Menu.read(in, OWN);
        } catch (IOException e) {
            throw new IllegalStateException("the own menu cannot be read", e);
        }
    }

    /**
     * Reads the menu and its networks.
     *
     * @param simulated whether the stream is the simulated feed, which sets no external conditions
     * @throws MenuException when it is broken, or a network is loaded that it does not name
     */
    public MenuCircuit circuit(boolean simulated) {
        Menu menu = file.map(Menu::read).orElseGet(MenuSelection::own);
        List<Model> loaded = new ArrayList<>();
        for (Path path : models) {
            boolean builtIn = path.toString().equals(ModelSelection.BUILT_IN);
            loaded.add(builtIn ? ModelSelection.builtIn() : ModelReader.read(path));
        }
        if (file.isEmpty()) {
            loaded.add(ModelSelection.builtIn());
        }
        MenuCircuit circuit =
                simulated
                        ? MenuCircuit.withoutExternals(menu, loaded)
                        : MenuCircuit.of(menu, loaded);
        for (Model model : loaded) {
            if (circuit.scores().stream().noneMatch(model.name()::equalsIgnoreCase)) {
                throw new MenuException(
                        menu.file(),
                        "expected only networks that the menu names, got %s; leave it out or load the one that is named"
                                .formatted(model.name()));
            }
        }
        return circuit;
    }

    /**
     * How the bits of a menu become accepts.
     *
     * @param circuit of the menu
     * @throws MenuException when prescales or masks do not fit the menu, or the table has several
     *     columns and none is chosen
     */
    public DecisionSetup setup(MenuCircuit circuit) {
        PrescaleTable table =
                prescales
                        .map(path -> PrescaleTable.read(path, circuit.menu()))
                        .orElseGet(() -> PrescaleTable.none(circuit.menu()));
        if (column.isEmpty() && table.columns().size() > 1) {
            throw new MenuException(
                    table.file(),
                    "expected a choice of column, got none; give --column with one of "
                            + String.join(", ", table.columns()));
        }
        DecisionSetup setup =
                table.setup(
                        column.orElse(table.columns().getFirst()),
                        Masks.read(masks, circuit.menu()),
                        circuit.algorithms());
        return new DecisionSetup(
                setup.prescales(),
                setup.finor(),
                setup.veto(),
                setup.masks(),
                calibration,
                deadTimes);
    }
}

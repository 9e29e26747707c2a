package org.l1ring.menu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A trigger menu: what its file says, checked, and nothing of how it is computed.
 *
 * @param file name of the file, for messages
 * @param name of the menu
 * @param grammar version that it is written in
 * @param scales that its thresholds and cuts are on
 * @param externals channel, 0 to 255, of each external signal
 * @param algorithms by index
 */
public record Menu(
        String file,
        String name,
        GrammarVersion grammar,
        ScaleSet scales,
        Map<String, Integer> externals,
        List<Algorithm> algorithms) {

    /** Copies the collections and sorts the algorithms. */
    public Menu {
        externals = Map.copyOf(externals);
        algorithms = algorithms.stream().sorted(Comparator.comparingInt(Algorithm::index)).toList();
    }

    /**
     * Reads the XML of the trigger menu editor, plain or gzip, grammars 0.2 to 0.13.
     *
     * @param file to read
     * @throws MenuException when it is no such file, or names what the grammar does not have
     */
    public static Menu read(Path file) {
        return MenuReader.read(file);
    }

    /**
     * Reads a menu that is no file.
     *
     * @param in the XML, closed here
     * @param name for messages
     * @throws MenuException when it is no menu
     */
    public static Menu read(InputStream in, String name) {
        return MenuReader.read(in, name);
    }

    /**
     * Whether a file is XML, plain or gzip, and so no model.
     *
     * @param file to look into
     * @throws IOException if it cannot be read
     */
    public static boolean isXml(Path file) throws IOException {
        return XmlReader.isXml(file);
    }

    /**
     * The menu of some of its algorithms.
     *
     * @param indices of algorithms; those that it does not have are ignored
     */
    public Menu only(Set<Integer> indices) {
        List<Algorithm> some =
                algorithms.stream().filter(entry -> indices.contains(entry.index())).toList();
        return new Menu(file, name, grammar, scales, externals, some);
    }

    /** Where an algorithm is, for messages. */
    String where(Algorithm algorithm) {
        return file + ": " + algorithm.name();
    }
}

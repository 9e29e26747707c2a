package org.l1ring.menu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the XML of the trigger menu editor. */
final class MenuReader {
    private static final int EXTERNALS = 256;
    private static final String PRECISION = "PRECISION";

    private final String file;

    /** Types of scales that may leave out their bins where these are all of one width. */
    private static final Set<String> REGULAR = Set.of("ET", "ETA", "PHI");

    private MenuReader(String file) {
        this.file = file;
    }

    static Menu read(Path file) {
        try {
            return new MenuReader(file.getFileName().toString()).menu(XmlReader.read(file, "menu"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Menu read(InputStream in, String name) {
        try {
            return new MenuReader(name).menu(XmlReader.read(name, in, "menu"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Menu menu(XmlElement root) {
        if (!root.name().equals("menu")) {
            throw new MenuException(
                    file, "expected the element menu, got " + root.name() + "; give a menu's XML");
        }
        // The editor's first versions did not state the grammar.
        String version =
                root.first("grammar_version").map(XmlElement::text).orElse("").isEmpty()
                        ? "0"
                        : text(file, root, "grammar_version");
        GrammarVersion grammar;
        try {
            grammar = GrammarVersion.parse(version);
        } catch (NumberFormatException e) {
            throw new MenuException(
                    file + ": grammar_version",
                    "expected numbers with points, got \"" + version + "\"; export the menu again");
        }
        ScaleSet scales = scales(child(file, root, "scale_set"));
        Map<String, Integer> externals = externals(root);
        List<Algorithm> algorithms = algorithms(root, externals);
        return new Menu(file, text(file, root, "name"), grammar, scales, externals, algorithms);
    }

    private ScaleSet scales(XmlElement set) {
        String name = text(file + ": scale_set", set, "name");
        Map<String, Scale> scales = new HashMap<>();
        Map<String, Integer> precisions = new HashMap<>();
        for (XmlElement element : set.all("scale")) {
            String object = text(place(element), element, "object");
            String type = text(place(element), element, "type");
            String where = file + ": scale " + object + " " + type;
            if (object.equals(PRECISION)) {
                int digits = whole(where, element, "n_bits", 0, 18);
                requireSame(where, precisions.putIfAbsent(type, digits), digits);
            } else {
                Scale scale = scale(where, element, object, type);
                requireSame(where, scales.putIfAbsent(scale.label(), scale), scale);
            }
        }
        return new ScaleSet(name, scales, precisions);
    }

    private static void requireSame(String where, Object earlier, Object scale) {
        if (earlier != null && !earlier.equals(scale)) {
            throw new MenuException(
                    where, "expected each scale once, got two different ones; remove one of them");
        }
    }

    private Scale scale(String where, XmlElement element, String object, String type) {
        int bits = whole(where, element, "n_bits", 0, 24);
        List<Scale.Bin> bins =
                element.all("bin").stream()
                        .map(bin ->
                                new Scale.Bin(
                                        whole(
                                                where + ": bin",
                                                bin,
                                                "number",
                                                -(1 << bits),
                                                (1 << bits) - 1),
                                        number(where + ": bin", bin, "minimum"),
                                        number(where + ": bin", bin, "maximum")))
                        .toList();
        Scale scale =
                new Scale(
                        object,
                        type,
                        numberOrZero(where, element, "minimum"),
                        numberOrZero(where, element, "maximum"),
                        numberOrZero(where, element, "step"),
                        bits,
                        bins);
        return REGULAR.contains(type) && bins.isEmpty() ? scale.regular() : scale;
    }

    private Map<String, Integer> externals(XmlElement root) {
        Map<String, Integer> channels = new HashMap<>();
        for (XmlElement set : root.all("ext_signal_set")) {
            for (XmlElement signal : set.all("ext_signal")) {
                String name = text(place(signal), signal, "name");
                String where = file + ": external signal " + name;
                channels.put(name, whole(where, signal, "channel", 0, EXTERNALS - 1));
            }
        }
        return channels;
    }

    private List<Algorithm> algorithms(XmlElement root, Map<String, Integer> externals) {
        List<Algorithm> algorithms = new ArrayList<>();
        Map<Integer, String> indices = new HashMap<>();
        Set<String> names = new HashSet<>();
        for (XmlElement element : root.all("algorithm")) {
            Algorithm algorithm = algorithm(element, externals);
            String where = file + ": " + algorithm.name();
            String other = indices.putIfAbsent(algorithm.index(), algorithm.name());
            if (other != null) {
                throw new MenuException(
                        where,
                        "expected an index of its own, got "
                                + algorithm.index()
                                + ", which "
                                + other
                                + " has; give one of them another index");
            }
            if (!names.add(algorithm.name())) {
                throw new MenuException(
                        where, "expected each name once, got it twice; rename one algorithm");
            }
            algorithms.add(algorithm);
        }
        return algorithms;
    }

    private Algorithm algorithm(XmlElement element, Map<String, Integer> externals) {
        String name = text(place(element), element, "name");
        String where = file + ": " + name;
        String text = text(where, element, "expression");
        List<String> labels =
                element.all("labels").stream()
                        .flatMap(entry -> Arrays.stream(entry.text().split(",", -1)))
                        .map(String::strip)
                        .filter(label -> !label.isEmpty())
                        .toList();
        return new Algorithm(
                whole(where, element, "index", 0, Algorithm.BITS - 1),
                name,
                text,
                new ExpressionParser(
                                where,
                                text,
                                cuts(where, element),
                                requirements(where, element),
                                externals)
                        .parse(),
                element.first("module_id").isPresent()
                        ? whole(where, element, "module_id", 0, Integer.MAX_VALUE)
                        : 0,
                element.first("module_index").isPresent()
                        ? whole(where, element, "module_index", 0, Integer.MAX_VALUE)
                        : 0,
                labels);
    }

    private Map<String, Cut> cuts(String where, XmlElement algorithm) {
        Map<String, Cut> cuts = new HashMap<>();
        for (XmlElement element : algorithm.all("cut")) {
            String name = text(where, element, "name");
            String place = where + ": cut " + name;
            String type = text(place, element, "type");
            CutType known =
                    CutType.named(type)
                            .orElseThrow(() ->
                                    new MenuException(
                                            place,
                                            "expected a type of cut of the grammar, got "
                                                    + type
                                                    + "; remove the algorithm"));
            cuts.put(
                    name,
                    new Cut(
                            name,
                            known,
                            numberOrZero(place, element, "minimum"),
                            numberOrZero(place, element, "maximum"),
                            element.first("data").map(XmlElement::text).orElse("")));
        }
        return cuts;
    }

    /** The thresholds that the file states beside the expression, by the object's text. */
    private Map<String, Double> requirements(String where, XmlElement algorithm) {
        Map<String, Double> thresholds = new HashMap<>();
        for (XmlElement element : algorithm.all("object_requirement")) {
            String name = text(where, element, "name");
            if (element.first("threshold").filter(found -> !found.text().isEmpty()).isPresent()) {
                thresholds.put(name, number(where + ": object " + name, element, "threshold"));
            }
        }
        return thresholds;
    }

    private String place(XmlElement element) {
        return file + ": line " + element.line() + ": " + element.name();
    }

    private static XmlElement child(String where, XmlElement element, String name) {
        return element.first(name)
                .orElseThrow(() ->
                        new MenuException(
                                where,
                                "expected the element "
                                        + name
                                        + " in "
                                        + element.name()
                                        + ", got none; export the menu again"));
    }

    private static String text(String where, XmlElement element, String name) {
        String text = child(where, element, name).text();
        if (text.isEmpty()) {
            throw new MenuException(
                    where, "expected a text in " + name + ", got none; export the menu again");
        }
        return text;
    }

    /** A number that files may leave out where it says nothing. */
    private static double numberOrZero(String where, XmlElement element, String name) {
        boolean said = element.first(name).filter(found -> !found.text().isEmpty()).isPresent();
        return said ? number(where, element, name) : 0;
    }

    private static double number(String where, XmlElement element, String name) {
        String text = text(where, element, name);
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, as numbers that are not finite are.
        }
        throw new MenuException(
                where + ": " + name,
                "expected a number, got \"" + text + "\"; export the menu again");
    }

    private static int whole(String where, XmlElement element, String name, int least, int most) {
        String text = text(where, element, name);
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, as numbers outside the range are.
        }
        throw new MenuException(
                where + ": " + name,
                "expected a whole number from %s to %s, got \"%s\"; export the menu again"
                        .formatted(least, most, text));
    }
}

package org.l1ring.importer.formula;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.l1ring.importer.onnx.OnnxImporter;
import org.l1ring.model.ModelException;

/**
 * Reads formulas: a text file of lines {@code name = formula}, or the table of equations that PySR
 * writes, of which the one of least loss counts.
 */
public final class FormulaFile {
    private static final long MAX_BYTES = 1 << 20;
    private static final int HEADER_BYTES = 4096;
    private static final int MAX_INPUTS = 4096;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9.]*");
    private static final Pattern NUMBERED = Pattern.compile("x(\\d{1,5})");
    private static final String INPUTS = "inputs:";

    private final String file;
    private final Map<String, Expression> formulas = new LinkedHashMap<>();
    private final Map<String, String> places = new LinkedHashMap<>();
    private final List<String> inputs = new ArrayList<>();

    private FormulaFile(String file) {
        this.file = file;
    }

    /**
     * Whether a file is meant to hold formulas: by its ending, or by the header of PySR's table.
     */
    public static boolean recognizes(Path path) {
        String name = path.getFileName() == null ? "" : path.getFileName().toString();
        if (name.endsWith(".formula")) {
            return true;
        }
        if (!name.endsWith(".csv") || !Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            String start = new String(in.readNBytes(HEADER_BYTES), StandardCharsets.UTF_8);
            return start.lines().findFirst().orElse("").matches("(?i).*\\bequation\\b.*");
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Opens a file; its formulas become the nodes of a network.
     *
     * @param path to read
     * @param until name of the formula that is to be the only output; empty for all
     * @throws ModelException when it holds no formulas, or uses what is not supported
     */
    public static OnnxImporter open(Path path, String until) {
        FormulaFile file = new FormulaFile(path.getFileName().toString());
        List<String> lines = lines(path);
        if (path.toString().endsWith(".csv")) {
            file.table(lines);
        } else {
            file.text(lines);
        }
        String name = file.file.replaceFirst("\\.[a-z]+$", "");
        return OnnxImporter.of(file.graph().onnx(), file.file, name, until);
    }

    private static List<String> lines(Path path) {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new ModelException(
                        path.toString(),
                        "expected formulas of at most 1 MB, got %d MB"
                                .formatted(Files.size(path) >> 20));
            }
            return Files.readAllLines(path);
        } catch (NoSuchFileException e) {
            throw new ModelException(
                    path.toString(), "expected a file of formulas, found none; check the path");
        } catch (CharacterCodingException e) {
            throw new ModelException(path.toString(), "expected text in UTF-8, got other bytes");
        } catch (IOException e) {
            throw new ModelException(
                    path.toString(), "expected a readable file, got " + e.getMessage());
        }
    }

    private void text(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String place = file + ":" + (i + 1);
            String line = lines.get(i).replaceFirst("^\ufeff", "").replaceFirst("#.*", "");
            if (line.isBlank()) {
                continue;
            }
            if (line.strip().startsWith(INPUTS)) {
                declare(line.strip().substring(INPUTS.length()), place);
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw new ModelException(
                        place, "expected NAME = FORMULA, got \"%s\"".formatted(shown(line)));
            }
            add(line.substring(0, equals).strip(), line.substring(equals + 1), place, equals + 2);
        }
        if (formulas.isEmpty()) {
            throw new ModelException(file, "expected a line NAME = FORMULA, got none");
        }
    }

    private static String shown(String line) {
        String text = line.strip();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    private void declare(String names, String place) {
        if (!formulas.isEmpty() || !inputs.isEmpty()) {
            throw new ModelException(place, "expected one line of inputs, before the formulas");
        }
        for (String name : names.split(",", -1)) {
            checkName(name.strip(), place);
            if (inputs.contains(name.strip())) {
                throw new ModelException(place, "expected each input once, got " + name.strip());
            }
            inputs.add(name.strip());
        }
    }

    private static void checkName(String name, String place) {
        if (!NAME.matcher(name).matches()) {
            throw new ModelException(
                    place,
                    "expected a name of letters, digits and underscores, got \"%s\""
                            .formatted(shown(name)));
        }
    }

    private void add(String name, String formula, String place, int column) {
        checkName(name, place);
        if (formulas.containsKey(name) || inputs.contains(name)) {
            throw new ModelException(
                    place, "expected a new name, got \"%s\" again".formatted(name));
        }
        formulas.put(name, ExpressionParser.parse(formula, place, column));
        places.put(name, place);
    }

    /** PySR's table: columns Complexity, Loss, Equation. */
    private void table(List<String> lines) {
        List<String> header = cells(lines.get(0));
        int equation = column(header, "equation");
        int loss = column(header, "loss");
        double least = Double.POSITIVE_INFINITY;
        int best = -1;
        for (int i = 1; i < lines.size(); i++) {
            List<String> cells = cells(lines.get(i));
            String place = file + ":" + (i + 1);
            if (lines.get(i).isBlank()) {
                continue;
            }
            if (cells.size() != header.size()) {
                throw new ModelException(
                        place, "expected %d cells, got %d".formatted(header.size(), cells.size()));
            }
            double value = number(cells.get(loss), place);
            if (Double.isFinite(value) && value < least) {
                least = value;
                best = i;
            }
        }
        if (best < 0) {
            throw new ModelException(file, "expected equations with a finite loss, got none");
        }
        add("y", cells(lines.get(best)).get(equation), file + ":" + (best + 1), 1);
    }

    private static double number(String text, String place) {
        try {
            String java =
                    text.equalsIgnoreCase("nan")
                            ? "NaN"
                            : text.replaceFirst("(?i)inf(inity)?$", "Infinity");
            return Double.parseDouble(java);
        } catch (NumberFormatException e) {
            throw new ModelException(
                    place, "expected a number as loss, got \"%s\"".formatted(text));
        }
    }

    private int column(List<String> header, String name) {
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        throw new ModelException(
                file + ":1", "expected the columns Loss and Equation, got " + header);
    }

    /** The cells of a line, whose commas count only outside of quotes. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }

    private FormulaGraph graph() {
        FormulaGraph graph = new FormulaGraph();
        (inputs.isEmpty() ? ownInputs() : inputs).forEach(graph::input);
        formulas.forEach((name, expression) -> graph.formula(name, expression, places.get(name)));
        return graph;
    }

    /** x0, x1 … up to the largest that occurs; other names in the order in which they occur. */
    private List<String> ownInputs() {
        Set<String> names = new LinkedHashSet<>();
        formulas.values().forEach(expression -> collect(expression, names));
        names.removeAll(formulas.keySet());
        if (names.isEmpty()) {
            throw new ModelException(file, "expected a formula of some input, got constants only");
        }
        List<Integer> numbers = new ArrayList<>();
        for (String name : names) {
            Matcher matcher = NUMBERED.matcher(name);
            if (!matcher.matches()) {
                return List.copyOf(names);
            }
            numbers.add(Integer.valueOf(matcher.group(1)));
        }
        int last = numbers.stream().max(Comparator.naturalOrder()).orElseThrow();
        if (last >= MAX_INPUTS) {
            throw new ModelException(
                    file, "expected inputs x0 to x%d, got x%d".formatted(MAX_INPUTS - 1, last));
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            all.add("x" + i);
        }
        return all;
    }

    private static void collect(Expression expression, Set<String> names) {
        switch (expression) {
            case Expression.Real _ -> {}
            case Expression.Name(String name) -> names.add(name);
            case Expression.Call call -> {
                for (Expression argument : call.arguments()) {
                    collect(argument, names);
                }
            }
        }
    }
}

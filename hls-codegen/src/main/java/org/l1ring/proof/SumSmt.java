package org.l1ring.proof;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.l1ring.tool.Program;
import org.l1ring.tool.ToolException;

/**
 * The statements about sums as SMT-LIB 2 in linear integer arithmetic, for z3. For each block of
 * sums that share adders: with every value that they read in its range and every adder the exact
 * sum of its operands, it cannot be that an adder leaves the range of its bits or that a sum's wire
 * differs from its weighted sum.
 */
final class SumSmt {
    private static final long LIMIT_SECONDS = 300;
    private static final Pattern WRONG = Pattern.compile("\\(c(\\d+) true\\)");

    private final IntFunction<Operand.Leaf> leaves;
    private final List<String> lines = new ArrayList<>();
    private final Map<Operand.Adder, String> names = new HashMap<>();
    private final List<String> claims = new ArrayList<>();

    SumSmt(IntFunction<Operand.Leaf> leaves) {
        this.leaves = leaves;
    }

    /**
     * Proves all statements.
     *
     * @param sums what is to be proven
     * @param folder where z3 works; the blocks are left there as {@code sums.smt2}
     * @return refuted claims, each as a line; empty where all are proven
     * @throws ToolException if z3 is absent, fails or gives up
     */
    List<String> refuted(List<SumStatement> sums, Path folder) {
        lines.add("(set-logic QF_LIA)");
        List<List<SumStatement>> blocks = blocks(sums);
        blocks.forEach(this::block);
        write(folder.resolve("sums.smt2"), lines);
        List<String> answers = Program.Z3.run(folder, LIMIT_SECONDS, List.of("sums.smt2")).lines();
        if (answers.stream().allMatch("unsat"::equals) && answers.size() == blocks.size()) {
            return List.of();
        }
        List<String> failed = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (!"unsat".equals(answers.get(i)) && !"sat".equals(answers.get(i))) {
                throw new ToolException(
                        "z3: sums.smt2: expected sat or unsat, got " + answers.get(i));
            }
            if ("sat".equals(answers.get(i))) {
                failed.addAll(name(blocks.get(i), folder));
            }
        }
        return failed;
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new ToolException(file + ": cannot be written: " + e.getMessage());
        }
    }

    /** The claims of one block that fail in z3's counterexample. */
    private List<String> name(List<SumStatement> block, Path folder) {
        lines.clear();
        lines.add("(set-logic QF_LIA)");
        block(block);
        lines.removeLast();
        StringBuilder wanted = new StringBuilder("(get-value (");
        for (int i = 0; i < claims.size(); i++) {
            wanted.append(" c").append(i);
        }
        lines.add(wanted + "))");
        write(folder.resolve("refuted.smt2"), lines);
        String answer =
                String.join(
                        " ", Program.Z3.succeed(folder, LIMIT_SECONDS, List.of("refuted.smt2")));
        List<String> failed = new ArrayList<>();
        Matcher matcher = WRONG.matcher(answer);
        while (matcher.find()) {
            failed.add("z3: " + claims.get(Integer.parseInt(matcher.group(1))));
        }
        return failed;
    }

    /** Sums that share adders, together. */
    private static List<List<SumStatement>> blocks(List<SumStatement> sums) {
        Map<Operand.Adder, Integer> blockOf = new HashMap<>();
        Map<Integer, Integer> leader = new HashMap<>();
        for (int i = 0; i < sums.size(); i++) {
            leader.put(i, i);
            for (Operand.Adder adder : adders(List.of(sums.get(i)))) {
                Integer other = blockOf.putIfAbsent(adder, i);
                if (other != null) {
                    leader.put(find(leader, i), find(leader, other));
                }
            }
        }
        Map<Integer, List<SumStatement>> blocks = new LinkedHashMap<>();
        for (int i = 0; i < sums.size(); i++) {
            blocks.computeIfAbsent(find(leader, i), _ -> new ArrayList<>()).add(sums.get(i));
        }
        return List.copyOf(blocks.values());
    }

    private static int find(Map<Integer, Integer> leader, int sum) {
        int at = sum;
        while (leader.get(at) != at) {
            at = leader.get(at);
        }
        return at;
    }

    /** The adders of sums, each after those that it reads. */
    static Set<Operand.Adder> adders(List<SumStatement> sums) {
        Set<Operand.Adder> order = new LinkedHashSet<>();
        Set<Operand.Adder> seen = new HashSet<>();
        sums.forEach(sum -> visit(sum.found(), seen, order));
        return order;
    }

    private static void visit(Operand operand, Set<Operand.Adder> seen, Set<Operand.Adder> order) {
        if (operand.node() instanceof Operand.Adder adder && seen.add(adder)) {
            visit(adder.left(), seen, order);
            visit(adder.right(), seen, order);
            order.add(adder);
        }
    }

    private void block(List<SumStatement> sums) {
        Set<Integer> read = new LinkedHashSet<>();
        List<String> definitions = new ArrayList<>();
        claims.clear();
        names.clear();
        for (Operand.Adder adder : adders(sums)) {
            String name = "a" + names.size();
            String sum = "(+ %s %s)".formatted(text(adder.left(), read), text(adder.right(), read));
            names.put(adder, name);
            definitions.add("(define-fun %s () Int %s)".formatted(name, sum));
            claim(
                    definitions,
                    outside(name, adder.width(), adder.signed()),
                    "adder %s leaves its %d bits".formatted(adder.name(), adder.width()));
        }
        for (SumStatement sum : sums) {
            Form expected = sum.expected();
            StringBuilder weighted = new StringBuilder("(+ " + number(expected.constant()));
            for (Map.Entry<Integer, BigInteger> term : expected.terms().entrySet()) {
                read.add(term.getKey());
                weighted.append(" (* %s x%d)".formatted(number(term.getValue()), term.getKey()));
            }
            String found = text(sum.found(), read);
            claim(
                    definitions,
                    "(or (not (= %s %s 0))) %s)"
                            .formatted(found, weighted, outside(found, sum.width(), sum.signed())),
                    "wire %s is not its weighted sum".formatted(sum.name()));
        }
        lines.add("(push)");
        for (int step : read) {
            Range range = leaves.apply(step).range();
            lines.add("(declare-const x%d Int)".formatted(step));
            lines.add(
                    "(assert (<= %s x%d %s))"
                            .formatted(number(range.min()), step, number(range.max())));
        }
        lines.addAll(definitions);
        StringBuilder any = new StringBuilder("(assert (or");
        for (int i = 0; i < claims.size(); i++) {
            any.append(" c").append(i);
        }
        lines.add(any + "))");
        lines.add("(check-sat)");
        lines.add("(pop)");
    }

    private void claim(List<String> definitions, String wrong, String text) {
        definitions.add("(define-fun c%d () Bool %s)".formatted(claims.size(), wrong));
        claims.add(text);
    }

    private static String outside(String value, int bits, boolean signed) {
        Range all = Range.ofBits(bits, signed);
        return "(not (<= %s %s %s))".formatted(number(all.min()), value, number(all.max()));
    }

    private String text(Operand operand, Set<Integer> read) {
        String value =
                switch (operand.node()) {
                    case null -> "0";
                    case Operand.Leaf leaf -> {
                        read.add(leaf.step());
                        yield "x" + leaf.step();
                    }
                    case Operand.Adder adder -> names.get(adder);
                };
        return "(+ %s (* %s %s))"
                .formatted(number(operand.constant()), number(operand.factor()), value);
    }

    private static String number(BigInteger value) {
        return value.signum() < 0 ? "(- " + value.negate() + ")" : value.toString();
    }
}

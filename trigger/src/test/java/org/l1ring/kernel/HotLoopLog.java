package org.l1ring.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM printed about its compilations, with the calls that it inlined.
 *
 * <p>A compilation is a line with the method; the calls in it follow, each with what became of it,
 * the last attempt at the end of the line.
 */
final class HotLoopLog {
    private static final Pattern COMPILATION =
            Pattern.compile("\\s*\\d+\\s+\\d+\\s([ %s!bn]+ )(?:[0-4-]\\s+)?(\\S+::\\S+) .*");
    private static final Pattern CALL =
            Pattern.compile("[\\s!msn]*@ -?\\d+\\s+(\\S+)::(\\S+) \\(\\d+ bytes\\)(.*)");

    private static final String SUPPORT = "jdk.internal.vm.vector.VectorSupport";

    /** Classes of vectors and masks; refused calls of species and operators are of exceptions. */
    private static final Pattern VECTORS =
            Pattern.compile("jdk\\.incubator\\.vector\\.\\w*(Vector|Mask)(\\$\\w+Mask)?");

    private static final String KERNELS = "org.l1ring.kernel.";
    private static final String REFUSED = "failed to inline";

    /**
     * Refusals of calls that hardly happen: those of exceptions, and of loops that a block of this
     * width does not enter, where the compiler has not seen the vector's type. A virtual call that
     * does happen makes a box, which the bytes tell.
     */
    private static final List<String> COLD =
            List.of(
                    "never executed",
                    "low call site frequency",
                    "executed < MinInlining",
                    "virtual call");

    /** End of a line of a call that was dead, or refused, when the compiler came to it again. */
    private static final String OPEN = "trying again";

    /** Last compilation of a method, its calls, and what has become of it. */
    private static final class Compilation {
        private final List<String> calls = new ArrayList<>();
        private String dropped;
    }

    private final Map<String, Compilation> compilations = new HashMap<>();

    /** Reads the lines of a log. */
    HotLoopLog(List<String> lines) {
        Compilation current = null;
        for (String line : lines) {
            Matcher matcher = COMPILATION.matcher(line);
            if (!matcher.matches()) {
                if (current != null && CALL.matcher(line).matches()) {
                    current.calls.add(line.strip());
                }
                continue;
            }
            if (matcher.group(1).contains("%")) {
                current = null;
                continue;
            }
            String method = matcher.group(2);
            if (line.contains("made not entrant")) {
                compilations.computeIfAbsent(method, _ -> new Compilation()).dropped = line.strip();
            } else {
                current = new Compilation();
                compilations.put(method, current);
            }
        }
    }

    /**
     * What is wrong with a hot loop, one line each; none if it is compiled as it should be.
     *
     * @param name {@code class::method}
     * @param boxes {@code class::method} of other methods that have vectors as arguments
     * @param allocates whether it makes objects: calls of open outcome are then to blame
     */
    List<String> faults(String name, Set<String> boxes, boolean allocates) {
        Compilation compilation = compilations.get(name);
        if (compilation == null) {
            return List.of(name + ": not compiled from its start");
        }
        if (compilation.dropped != null) {
            return List.of(name + ": " + compilation.dropped);
        }
        Set<String> faults = new TreeSet<>();
        for (String call : compilation.calls) {
            if (refused(call, boxes) && (allocates || !call.endsWith(OPEN))) {
                faults.add(name + ": " + call);
            }
        }
        return List.copyOf(faults);
    }

    /** Calls of a method that became vector instructions. */
    long instructions(String name) {
        Compilation compilation = compilations.get(name);
        return compilation == null
                ? 0
                : compilation.calls.stream()
                        .filter(call -> call.contains(SUPPORT) && !refused(call, Set.of()))
                        .count();
    }

    private static boolean refused(String call, Set<String> boxes) {
        Matcher matcher = CALL.matcher(call);
        if (!matcher.matches()) {
            return false;
        }
        String type = matcher.group(1);
        String outcome = matcher.group(3);
        boolean vectors =
                type.equals(SUPPORT)
                        || VECTORS.matcher(type).matches()
                        || boxes.contains(type + "::" + matcher.group(2));
        // Of several attempts the last counts.
        boolean last = outcome.lastIndexOf(REFUSED) > outcome.lastIndexOf("inline succeeded");
        boolean cold = COLD.stream().anyMatch(outcome::contains);
        boolean intrinsic = !type.equals(SUPPORT) || outcome.contains("(intrinsic)   ");
        return vectors && !cold && (last || !intrinsic);
    }

    /** Methods of the kernels' package that were compiled, {@code class::method}. */
    Set<String> kernels() {
        Set<String> names = new TreeSet<>(compilations.keySet());
        names.removeIf(name -> !name.startsWith(KERNELS));
        return names;
    }
}

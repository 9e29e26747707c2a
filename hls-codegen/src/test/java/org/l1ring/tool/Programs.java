package org.l1ring.tool;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What tests need of external programs. */
public final class Programs {
    private static final Set<Program> PRINTED = ConcurrentHashMap.newKeySet();

    private Programs() {}

    /** Skips the test when a program is absent, or fails it with require.simulators. */
    public static void require(Program... programs) {
        for (Program program : programs) {
            if (program.present()) {
                continue;
            }
            String absent =
                    "program absent: %s (Debian package %s)"
                            .formatted(program.command(), program.debianPackage());
            if (Boolean.getBoolean("require.simulators")) {
                fail(absent);
            }
            if (PRINTED.add(program)) {
                System.out.println("skipped, " + absent);
            }
            abort(absent);
        }
    }
}

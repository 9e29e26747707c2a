package org.l1ring.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the directions of dependency between modules and packages. */
final class DependencyDirectionTest {

    private static final String BASE = "org.l1ring.";

    /** The packages of each module, lowest first; a package with its sub-packages. */
    private static final Map<String, List<String>> MODULES =
            Map.of(
                    "quantize",
                    List.of("fixed", "model", "circuit", "lower", "importer", "calibrate", "train"),
                    "sim-feed",
                    List.of("feed", "econ"),
                    "hls-codegen",
                    List.of("tool", "adders", "rtl", "hls", "proof", "asic", "power", "project"),
                    "trigger",
                    List.of(
                            "kernel",
                            "sliced",
                            "table",
                            "check",
                            "inspect",
                            "ring",
                            "frame",
                            "scouting",
                            "wire",
                            "menu",
                            "source",
                            "sink",
                            "kafka",
                            "report",
                            "firmware",
                            "console",
                            "decision",
                            "prescale",
                            "rates",
                            "quality",
                            "run",
                            "concentrator",
                            "cli"));

    /** What each module may use beside itself. */
    private static final Map<String, List<String>> USES =
            Map.of(
                    "quantize", List.of(),
                    "sim-feed", List.of("quantize"),
                    "hls-codegen", List.of("quantize"),
                    "trigger", List.of("quantize", "sim-feed", "hls-codegen"));

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages("org.l1ring");

    private static Stream<String> modules() {
        return MODULES.keySet().stream().sorted();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("modules")
    void moduleUsesOnlyModulesBelowIt(String module) {
        List<String> allowed = new ArrayList<>(patterns(module));
        USES.get(module).forEach(used -> allowed.addAll(patterns(used)));
        noClasses()
                .that()
                .resideInAnyPackage(patterns(module).toArray(String[]::new))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("org.l1ring..")
                                .and(not(resideInAnyPackage(allowed.toArray(String[]::new)))))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void everyPackageBelongsToAModule() {
        Set<String> known = new TreeSet<>();
        MODULES.values().forEach(known::addAll);
        Set<String> seen = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            String name = type.getPackageName();
            seen.add(name.startsWith(BASE) ? name.split("\\.", -1)[2] : "");
        }
        seen.removeAll(known);
        seen.remove("");
        assertEquals(Set.of(), seen, "packages that no module of MODULES names");
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(BASE + "(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void quantizeGoesFromFixedPointUp() {
        noneUses("fixed", "model", "circuit", "lower", "importer", "calibrate", "train");
        noneUses("model", "circuit", "lower", "importer", "calibrate", "train");
        noneUses("circuit", "lower", "importer", "calibrate", "train");
        noneUses("lower", "importer", "calibrate", "train");
    }

    @Test
    void recordsBetweenMachinesKnowFramesOnly() {
        noneUses("wire", "kernel", "ring", "source", "sink", "kafka", "run", "report", "cli");
    }

    @Test
    void aViolationIsFound() {
        assertThrows(
                AssertionError.class,
                () ->
                        noClasses()
                                .that()
                                .resideInAPackage(BASE + "cli..")
                                .should()
                                .dependOnClassesThat(resideInAPackage(BASE + "report.."))
                                .check(CLASSES));
    }

    private static void noneUses(String lower, String... higher) {
        noClasses()
                .that()
                .resideInAPackage(BASE + lower + "..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                Arrays.stream(higher)
                                        .map(name -> BASE + name + "..")
                                        .toArray(String[]::new)))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    private static List<String> patterns(String module) {
        return MODULES.get(module).stream().map(name -> BASE + name + "..").toList();
    }
}

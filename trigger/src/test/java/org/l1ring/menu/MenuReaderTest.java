package org.l1ring.menu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Menu files: what is read of them, and what is refused. */
final class MenuReaderTest {
    @TempDir private Path folder;

    private static MenuText small() {
        return new MenuText("0.13")
                .algorithm(7, "L1_SingleMu5", "MU5[MU-QLTY_SNGL]")
                .algorithm(3, "L1_DoubleJet40", "comb{JET40[JET-ETA_1],JET40[JET-ETA_1]}")
                .algorithm(500, "L1_Bptx", "EXT_BPTX.v0 AND NOT EXT_BPTX_OR-1-1");
    }

    private String refused(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("menu.xml"), text);
        return assertThrows(MenuException.class, () -> MenuCircuit.of(Menu.read(file), List.of()))
                .getMessage();
    }

    @Test
    void namesScalesSignalsAndAlgorithmsAreRead() throws IOException {
        Path file = folder.resolve("menu.xml.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(small().text().getBytes(StandardCharsets.UTF_8));
        }
        Menu menu = Menu.read(file);
        assertEquals("small_menu", menu.name());
        assertEquals("0.13", menu.grammar().toString());
        assertEquals("own_scales", menu.scales().name());
        assertEquals(255, menu.externals().get("LAST"));
        assertEquals(List.of(3, 7, 500), menu.algorithms().stream().map(Algorithm::index).toList());
        Algorithm muon = menu.algorithms().get(1);
        assertEquals("L1_SingleMu5", muon.name());
        assertEquals(1, muon.moduleId());
        assertEquals(7, muon.moduleIndex());
        assertEquals(List.of("own", "small"), muon.labels());
        assertEquals(
                new Expression.And(
                        new Expression.External("BPTX.v0", 3, 0),
                        new Expression.Not(new Expression.External("BPTX_OR-1", 40, -1))),
                menu.algorithms().get(2).expression());
        assertTrue(
                muon.expression() instanceof Expression.Single(Requirement requirement)
                        && requirement.threshold() == 5
                        && requirement.cuts().getFirst().type() == CutType.QLTY);
    }

    @Test
    void gatesBindInTheirOrder() throws IOException {
        Path file =
                new MenuText("0.13")
                        .algorithm(0, "L1_A", "EG1 OR EG2 XOR EG3 AND NOT EG4")
                        .algorithm(1, "L1_B", "EG1 OR (EG2 XOR (EG3 AND (NOT EG4)))")
                        .algorithm(2, "L1_C", "((EG1 OR EG2) XOR EG3) AND NOT EG4")
                        .write(folder.resolve("menu.xml"));
        List<Expression> read =
                Menu.read(file).algorithms().stream().map(Algorithm::expression).toList();
        assertEquals(read.get(1), read.get(0));
        assertTrue(read.get(2) instanceof Expression.And(Expression.Xor _, Expression.Not _));
    }

    @Test
    void grammarsAreComparedPartByPart() {
        assertTrue(GrammarVersion.parse("0.10").compareTo(GrammarVersion.parse("0.7")) > 0);
        assertTrue(GrammarVersion.parse("0.9.3").compareTo(GrammarVersion.parse("0.10")) < 0);
        assertEquals(0, GrammarVersion.parse("0.10").compareTo(GrammarVersion.parse("0.10.0")));
    }

    @Test
    void characterReferencesAreText() throws IOException {
        String text =
                small().text().replace("<name>small_menu</name>", "<name>a &amp; b &#62;</name>");
        Path file = Files.writeString(folder.resolve("menu.xml"), text);
        assertEquals("a & b >", Menu.read(file).name());
    }

    @Test
    void thresholdsStatedBesideTheExpressionCount() throws IOException {
        String stated =
                small().text()
                        .replaceFirst(
                                "</algorithm>",
                                "<object_requirement><name>MU5</name><type>MU</type>"
                                        + "<threshold>+3.0E+02</threshold></object_requirement>"
                                        + "</algorithm>");
        assertEquals(
                "menu.xml: L1_SingleMu5: object MU5: expected the threshold of its name, got 300.0"
                        + " in its object_requirement; make them equal",
                refused(stated));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MU300 | object MU300: expected a threshold on the scale MU ET from -0.5 to 255.5,"
                        + " got 300.0; change the threshold",
                "MU5+99999999999 | expected a threshold and an offset after MU, for example"
                        + " MU3p5+1, got MU5+99999999999; correct the expression",
                "MU5 ANDD EG5 | expression, character 5: expected AND, OR, XOR or the end, got"
                        + " \"ANDD EG5\"; correct the expression",
                "(MU5 AND EG5 | expression, character 13: expected ), got the end; correct the"
                        + " expression",
                "PHOTON5 | expected an object of the grammar (MU, EG ...), got PHOTON5; correct the"
                        + " expression",
                "comb_all{MU5,MU5} | expected a function of the grammar (comb, dist, mass_inv ...),"
                        + " got comb_all; correct the expression",
                "dist{MU5,MU5,MU5}[DR_MAX_1p2] | dist: expected 2 to 2 objects, got 3; correct the"
                        + " expression",
                "dist{MU5,MU5}[MASS_MIN_20] | expected a cut that the grammar has on dist, got"
                        + " MASS_MIN_20; correct the expression",
                "EG5[MU-QLTY_SNGL] | expected a cut that the grammar has on EG5, got MU-QLTY_SNGL;"
                        + " correct the expression",
                "EG5+3 | expected an offset of -2 to +2 crossings, got EG5+3; correct the"
                        + " expression",
                "MU.lt.5 | expected the comparison .ge., .eq. or .ne., got MU.lt.5; correct the"
                        + " expression",
                "MU5[MU-ETA_UNKNOWN] | expected a cut element for every cut, got none for"
                        + " MU-ETA_UNKNOWN; export the menu again",
                "EXT_NOTHING-1 | expected an external signal of the menu's ext_signal_set, got"
                        + " EXT_NOTHING-1; add the signal or correct the expression",
                "dist{ETT5,EG5}[DR_MAX_1p2] | expected the precision EG-ETT-Delta in the scale set"
                        + " own_scales, got none; add it to the menu",
                "dist{ETM5,EG5}[DR_MAX_1p2] | expected objects with a pseudorapidity, got EG and"
                        + " ETM; correct the expression",
                "comb{EG5,EG5}[CHGCOR_OS] | expected muons for CHGCOR, got other objects; correct"
                        + " the expression",
                "ASYMHT5 | expected the scale ASYMHT COUNT in the scale set own_scales, got none;"
                        + " add it to the menu",
            })
    void whatTheGrammarLacksIsRefused(String expression, String message) throws IOException {
        assertEquals(
                "menu.xml: L1_Own: " + message,
                refused(new MenuText("0.13").algorithm(9, "L1_Own", expression).text()));
    }

    @Test
    void duplicatesAreRefused() throws IOException {
        assertEquals(
                "menu.xml: L1_Second: expected an index of its own, got 7, which L1_SingleMu5 has;"
                        + " give one of them another index",
                refused(small().algorithm(7, "L1_Second", "EG5").text()));
        assertEquals(
                "menu.xml: L1_SingleMu5: expected each name once, got it twice; rename one"
                        + " algorithm",
                refused(small().algorithm(8, "L1_SingleMu5", "EG5").text()));
        assertEquals(
                "menu.xml: L1_Far: index: expected a whole number from 0 to 511, got \"512\";"
                        + " export the menu again",
                refused(small().algorithm(512, "L1_Far", "EG5").text()));
        String precision =
                "<scale><object>PRECISION</object><type>EG-EG-Delta</type><n_bits>%d</n_bits></scale>";
        String end = "</scale_set>";
        assertEquals(
                "menu.xml: scale PRECISION EG-EG-Delta: expected each scale once, got two different"
                        + " ones; remove one of them",
                refused(small().text().replace(end, precision.formatted(4) + end)));
        Path same =
                Files.writeString(
                        folder.resolve("same.xml"),
                        small().text().replace(end, precision.formatted(3) + end));
        assertEquals(3, Menu.read(same).algorithms().size());
    }

    @Test
    void aMissingScaleIsNamed() throws IOException {
        assertEquals(
                "menu.xml: L1_DoubleJet40: expected the scale JET ETA in the scale set own_scales,"
                        + " got none; add it to the menu",
                refused(small().withoutScale("JET", "ETA").text()));
    }

    @Test
    void documentTypesAndEntitiesAreRefused() throws IOException {
        String plain = "expected plain XML, got a document type or an entity, which menus do not";
        String bomb =
                """
                <!DOCTYPE menu [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
                <own:menu\
                """;
        String expanding =
                small().text().replace("<own:menu", bomb).replace("small_menu", "&b;&b;&b;");
        assertTrue(refused(expanding).contains(plain), refused(expanding));
        String outside =
                small().text()
                        .replace(
                                "<own:menu",
                                "<!DOCTYPE menu [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><own:menu")
                        .replace("small_menu", "&a;");
        assertTrue(refused(outside).contains(plain), refused(outside));
        String undeclared = small().text().replace("small_menu", "&a;");
        assertTrue(refused(undeclared).startsWith("menu.xml: line 2: expected"));
    }

    @Test
    void malformedFilesAreRefusedInOneLine() throws IOException {
        String cut = small().text().substring(0, 3000);
        assertTrue(refused(cut).startsWith("menu.xml: line "), refused(cut));
        assertTrue(refused(cut).contains("expected well-formed XML, got: "), refused(cut));
        assertEquals(1, refused(cut).lines().count());
        assertTrue(refused("no XML").startsWith("menu.xml: line 1: expected well-formed XML"));
        assertEquals(
                "menu.xml: expected the element menu, got html; give a menu's XML",
                refused("<html/>"));
        assertEquals(
                "menu.xml: expected the element scale_set in menu, got none; export the menu again",
                refused("<menu><name>a</name><grammar_version>0.2</grammar_version></menu>"));
    }

    @Test
    void endlessExpressionsAreRefused() throws IOException {
        String deep = "(".repeat(100_000) + "MU5" + ")".repeat(100_000);
        String line = refused(new MenuText("0.13").algorithm(1, "L1_Own", deep).text());
        assertTrue(line.contains("brackets and NOTs at most 64 deep, got more"), line);
        String many = "MU5" + " OR MU5".repeat(100_000);
        line = refused(new MenuText("0.13").algorithm(1, "L1_Own", many).text());
        assertTrue(line.contains("at most 1000 gates, got more"), line);
    }
}

package org.l1ring.prescale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.menu.Menu;
import org.l1ring.menu.MenuException;
import org.l1ring.menu.MenuText;

/** Prescale tables as CSV and as run settings: what they hold, and each thing that is wrong. */
final class PrescaleTableTest {
    private static final String CSV =
            """
            Index,Name,Emergency,2.0E+34,2p0E34+ZeroBias
            4,L1_Mu5,0,1,1
            12,L1_Jet30,17881,2.5,1.0
            """;

    private static final String XML =
            """
            <?xml version='1.0' encoding='UTF-8'?>
            <run-settings id="uGT"><!--a comment--><context id="uGtProcessor">
              <param id="index" type="uint">2</param>
              <param id="prescales" type="table">
                <columns>algo/prescale-index, 0, 1</columns><types>uint, uint, uint</types>
                <rows>
                  <row>4, 0, 1</row> <!--L1_Mu5-->
                  <row>L1_Jet30, 17881, 2.5</row>
                </rows>
              </param>
            </context></run-settings>
            """;

    @TempDir private Path folder;
    private Menu menu;

    @BeforeEach
    void readMenu() throws IOException {
        menu =
                Menu.read(
                        new MenuText("0.13")
                                .algorithm(4, "L1_Mu5", "MU5")
                                .algorithm(9, "L1_Eg20", "EG20")
                                .algorithm(12, "L1_Jet30", "JET30")
                                .write(folder.resolve("menu.xml")));
    }

    private PrescaleTable read(String name, String text) throws IOException {
        return PrescaleTable.read(Files.writeString(folder.resolve(name), text), menu);
    }

    private String reject(String name, String text) {
        String message = assertThrows(MenuException.class, () -> read(name, text)).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    private List<Double> column(PrescaleTable table, String name) {
        return table.column(name, menu.algorithms());
    }

    @Test
    void csvHasColumnsOfAnyName() throws IOException {
        PrescaleTable table = read("table.csv", CSV);
        assertEquals(List.of("Emergency", "2.0E+34", "2p0E34+ZeroBias"), table.columns());
        assertEquals(List.of(0.0, 0.0, 17881.0), column(table, "Emergency"));
        assertEquals(List.of(1.0, 0.0, 2.5), column(table, "2.0E+34"));
        assertEquals(
                List.of(1.0, 0.0, 2.5),
                table.setup("2.0E+34", Masks.none(), menu.algorithms()).prescales());
    }

    /** As spreadsheets write it: byte order mark, quotes, an empty row, other names of columns. */
    @Test
    void csvOfSpreadsheetsIsRead() throws IOException {
        String text =
                """
                Default,Circulating,,
                Bit,Algo name,"Emergency, none",Circulating
                12,L1_Jet30,0,3
                ,,,
                4,,1,0
                """;
        PrescaleTable table = read("table.csv", "\uFEFF" + text.replace("\n", "\r\n"));
        assertEquals(List.of("Emergency, none", "Circulating"), table.columns());
        assertEquals(List.of(0.0, 0.0, 3.0), column(table, "Circulating"));
        assertEquals(List.of(1.0, 0.0, 0.0), column(table, "Emergency, none"));
    }

    @Test
    void xmlNamesAlgorithmsByIndexOrName() throws IOException {
        PrescaleTable table = read("settings.xml", XML);
        assertEquals(List.of("0", "1"), table.columns());
        assertEquals(List.of(0.0, 0.0, 17881.0), column(table, "0"));
        assertEquals(List.of(1.0, 0.0, 2.5), column(table, "1"));
        String other = XML.replace("type=\"table\"", "type=\"table\" delimiter=\"|\"");
        assertEquals(
                table.prescales(),
                read(
                                "other.xml",
                                other.replace(", 0", "|0").replace(", 1", "|1").replace(", ", "|"))
                        .prescales());
    }

    @Test
    void gzipIsKnownByItsBytes() throws IOException {
        Path file = folder.resolve("table");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(XML.getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(
                read("settings.xml", XML).prescales(), PrescaleTable.read(file, menu).prescales());
    }

    @Test
    void withoutATableNothingIsPrescaled() {
        PrescaleTable none = PrescaleTable.none(menu);
        assertEquals(List.of(1.0, 1.0, 1.0), column(none, none.columns().getFirst()));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "4,L1_Mu5|5,L1_Mu5|:2: expected an algorithm of the menu small_menu, got the index 5, which it does not have; remove the row or give its menu",
                "12,L1_Jet30|4,L1_Mu5|:3: expected each index once, got 4 again; remove a row",
                "L1_Jet30|L1_Jet40|:3: expected the name L1_Jet30, which the menu small_menu has at index 12, got L1_Jet40; correct the row or give its menu",
                "12,|512,|:3: expected an algorithm's index from 0 to 511, got \"512\"; correct it",
                "12,|-1,|:3: expected an algorithm's index from 0 to 511, got \"-1\"; correct it",
                "17881|-3|:3: L1_Jet30: column Emergency: expected a prescale of 0 (off) or from 1 to 42949672.00, got \"-3\"; correct it",
                "17881|0.5|:3: L1_Jet30: column Emergency: expected a prescale of 0 (off) or from 1 to 42949672.00, got \"0.5\"; correct it",
                "17881|many|:3: L1_Jet30: column Emergency: expected a prescale of 0 (off) or from 1 to 42949672.00, got \"many\"; correct it",
                "17881|NaN|:3: L1_Jet30: column Emergency: expected a prescale of 0 (off) or from 1 to 42949672.00, got \"NaN\"; correct it",
                "17881,||:3: expected 5 cells as in the header, got 4; correct the row",
                "Emergency|2.0E+34|: expected one or more prescale columns, each name once, got [2.0E+34, 2.0E+34, 2p0E34+ZeroBias]; rename them",
                "Index,Name|Number,Name|:1: expected the header Index,Name and a column of prescales or more, got \"Number,Name,Emergency,2.0E+34,2p0E34+ZeroBias\"; write it",
            })
    void badCsvIsRefusedInOneLine(String from, String to, String message) {
        String text = CSV.replace(from, to == null ? "" : to);
        assertEquals("table.csv" + message, reject("table.csv", text));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "<row>4,|<row>5,|:7: prescales: expected an algorithm of the menu small_menu, got the index 5, which it does not have; remove the row or give its menu",
                "<row>L1_Jet30|<row>L1_Jet40|:8: prescales: expected an algorithm of the menu small_menu, got \"L1_Jet40\", which it does not have; remove the row or give its menu",
                "<row>L1_Jet30|<row>4|:8: prescales: expected each algorithm once, got 4 again; remove a row",
                "17881|-2|:8: prescales: column 0: expected a prescale of 0 (off) or from 1 to 42949672.00, got \"-2\"; correct it",
                "17881,||:8: prescales: expected 3 cells, one for each column, got 2; correct the row",
                "id=\"prescales\"|id=\"other\"|: expected a table with the id prescales, got none; give the run settings that hold the prescales",
                "run-settings|menu|: expected the element run-settings, got menu; give a run settings file",
                "columns>|heads>|: prescales: expected the element columns in param, got none; export the run settings file again",
            })
    void badXmlIsRefusedInOneLine(String from, String to, String message) {
        String text = XML.replace(from, to == null ? "" : to);
        assertEquals("settings.xml" + message, reject("settings.xml", text));
    }

    @Test
    void documentTypesAndEntitiesAreRefused() {
        String text =
                XML.replace(
                        "<run-settings",
                        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><run-settings");
        assertEquals(
                "settings.xml: line 2: expected plain XML, got a document type or an entity, which"
                        + " run settings files do not have; remove it",
                reject("settings.xml", text));
        String cut = reject("settings.xml", XML.substring(0, 200));
        assertTrue(cut.matches("settings.xml: line \\d: expected well-formed XML, got: .*"), cut);
        assertTrue(cut.endsWith("; export the run settings file again"), cut);
    }

    @Test
    void unknownColumnIsNamedWithTheKnownOnes() throws IOException {
        PrescaleTable table = read("table.csv", CSV);
        assertEquals(
                "table.csv: expected one of the prescale columns Emergency, 2.0E+34,"
                        + " 2p0E34+ZeroBias, got \"1.5E+34\"; choose one of them",
                assertThrows(MenuException.class, () -> column(table, "1.5E+34")).getMessage());
        assertEquals(
                "empty.csv: expected the header Index,Name and a column of prescales or more, got an"
                        + " empty file; write it",
                reject("empty.csv", ""));
        assertEquals(
                "table.xlsx:1: expected CSV or XML, got a workbook or an archive; save it as CSV",
                reject("table.xlsx", "PK\u0003\u0004\u0014\n[Content_Types].xml"));
    }
}

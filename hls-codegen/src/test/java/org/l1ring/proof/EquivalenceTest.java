package org.l1ring.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.adders.ExpandSums;
import org.l1ring.circuit.Circuit;
import org.l1ring.rtl.DelayModel;
import org.l1ring.rtl.Pipeline;
import org.l1ring.rtl.PipelineOptions;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/** A small layer before and after mapping to an FPGA's cells. */
@Timeout(300)
final class EquivalenceTest {
    @TempDir private Path folder;

    /** A layer with registers after every one or two sums. */
    private List<Path> layer(Circuit circuit) throws IOException {
        PipelineOptions fast = new PipelineOptions(900, false, true, 9, 1);
        return ProofTest.write(
                folder,
                Pipeline.of(ExpandSums.expand(circuit, 2), fast, DelayModel.ULTRASCALE_PLUS));
    }

    @Test
    void mappedLayerIsTheSameAndAChangedOneIsNot() throws IOException {
        Programs.require(Program.YOSYS);
        List<Path> verilog = layer(ProofTest.matrix(5, 8, 8, 8, 7));
        Path mapped = Equivalence.map(verilog, "matrix", folder);
        Equivalence same = Equivalence.prove(verilog, "matrix", mapped, folder);
        assertEquals(same.points(), same.proven());
        assertTrue(same.holds());
        assertTrue(same.points() > 500, () -> same.toString());
    }

    @Test
    void changedNetlistIsFound() throws IOException {
        Programs.require(Program.YOSYS);
        List<Path> verilog = layer(ProofTest.matrix(6, 3, 2, 4, 7));
        Path mapped = Equivalence.map(verilog, "matrix", folder);
        assertTrue(Equivalence.prove(verilog, "matrix", mapped, folder).holds());
        String netlist = Files.readString(mapped);
        String changed = netlist.replaceFirst("INIT\\(4'h6\\)", "INIT(4'h9)");
        assertNotEquals(netlist, changed);
        Files.writeString(mapped, changed);
        assertFalse(Equivalence.prove(verilog, "matrix", mapped, folder).holds());
    }
}

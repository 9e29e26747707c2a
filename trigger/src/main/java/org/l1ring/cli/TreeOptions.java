package org.l1ring.cli;

import java.util.List;
import java.util.Optional;
import org.l1ring.fixed.TypeText;
import org.l1ring.importer.trees.TreeTypes;
import picocli.CommandLine.Option;

/** Types of trees whose files have real thresholds and leaf values. */
final class TreeOptions {
    @Option(
            names = "--input-type",
            paramLabel = "TYPE[,TYPE...]",
            description = {
                "Type of the input columns of trees, also of those in ONNX files; one for all or"
                        + " one a column: ap_fixed<16,8>, ap_uint<12> ... (default: 16 bits that"
                        + " hold a column's thresholds)."
            })
    private String inputTypes;

    @Option(
            names = "--score-type",
            paramLabel = "TYPE",
            description = "Type of the score of trees (default: one that holds every sum).")
    private String scoreType;

    /** The declared types. */
    TreeTypes types() {
        return new TreeTypes(
                inputTypes == null ? List.of() : TypeText.parseAll(inputTypes),
                Optional.ofNullable(scoreType).map(TypeText::parse));
    }
}

package org.l1ring.cli;

import java.util.List;
import java.util.Optional;
import org.l1ring.fixed.TypeText;
import org.l1ring.importer.trees.TreeTypes;
import picocli.CommandLine.Option;

/** Types of columns, and of the score of trees whose files have real leaf values. */
final class TreeOptions {
    @Option(
            names = "--input-type",
            paramLabel = "TYPE[,TYPE...]",
            description = {
                "Type of the input columns, one for all or one a column: ap_fixed<16,8>,"
                        + " ap_uint<12> ... (default for trees: 16 bits that hold a column's"
                        + " thresholds; for networks: that of the quantizer an input goes into, else"
                        + " --type)."
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

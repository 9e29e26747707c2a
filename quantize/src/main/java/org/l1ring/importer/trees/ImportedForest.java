package org.l1ring.importer.trees;

import java.util.List;
import org.l1ring.model.Model;
import org.l1ring.model.Tree;

/**
 * Trees of a file on the grid of their inputs.
 *
 * @param model one layer of trees for each score
 * @param explanation how the file was mapped, line by line
 * @param origins the model's trees in the order of the file
 */
public record ImportedForest(Model model, List<String> explanation, List<Origin> origins) {

    /** Copies the lists. */
    public ImportedForest {
        explanation = List.copyOf(explanation);
        origins = List.copyOf(origins);
    }

    /**
     * A tree and where its leaves come from.
     *
     * @param tree of the model
     * @param leaves [node] number of the leaf in the file, -1 at decisions
     */
    public record Origin(Tree tree, List<Integer> leaves) {
        /** Copies the list. */
        public Origin {
            leaves = List.copyOf(leaves);
        }
    }
}

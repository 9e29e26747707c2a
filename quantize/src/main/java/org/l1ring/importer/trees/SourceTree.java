package org.l1ring.importer.trees;

import java.util.List;

/**
 * A tree as its file has it; node 0 is the root.
 *
 * @param where place in the file, for messages
 * @param group the score it adds to
 * @param nodes in the file's order; children may come before their parent
 */
public record SourceTree(String where, int group, List<SourceNode> nodes) {
    /** Copies the list. */
    public SourceTree {
        nodes = List.copyOf(nodes);
    }
}

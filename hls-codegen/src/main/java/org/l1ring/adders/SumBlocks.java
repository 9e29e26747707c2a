package org.l1ring.adders;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Op;

/**
 * Sums that are expanded together: those that lie at the same distance from the inputs, counted in
 * sums, and share steps, directly or over others. In a network, the sums of a layer.
 */
public final class SumBlocks {
    private SumBlocks() {}

    /**
     * The blocks of a circuit.
     *
     * @param circuit any
     * @return ids of sums, each in one block
     */
    public static List<List<Integer>> of(Circuit circuit) {
        List<List<Integer>> blocks = new ArrayList<>();
        for (List<Integer> sums : levels(circuit)) {
            int[] leader = new int[circuit.steps().size()];
            Arrays.setAll(leader, i -> i);
            for (int sum : sums) {
                for (int operand : Op.operands(circuit.op(sum))) {
                    leader[find(leader, operand)] = find(leader, sum);
                }
            }
            Map<Integer, List<Integer>> parts = new LinkedHashMap<>();
            for (int sum : sums) {
                parts.computeIfAbsent(find(leader, sum), _ -> new ArrayList<>()).add(sum);
            }
            blocks.addAll(parts.values());
        }
        return blocks;
    }

    /**
     * Sums by their distance from the inputs, nearest first.
     *
     * @param circuit any
     */
    public static List<List<Integer>> levels(Circuit circuit) {
        int[] level = new int[circuit.steps().size()];
        Map<Integer, List<Integer>> levels = new TreeMap<>();
        for (int id = 0; id < level.length; id++) {
            for (int operand : Op.operands(circuit.op(id))) {
                level[id] = Math.max(level[id], level[operand]);
            }
            if (circuit.op(id) instanceof Op.Linear) {
                level[id]++;
                levels.computeIfAbsent(level[id], _ -> new ArrayList<>()).add(id);
            }
        }
        return List.copyOf(levels.values());
    }

    private static int find(int[] leader, int id) {
        int at = id;
        while (leader[at] != at) {
            leader[at] = leader[leader[at]];
            at = leader[at];
        }
        return at;
    }
}

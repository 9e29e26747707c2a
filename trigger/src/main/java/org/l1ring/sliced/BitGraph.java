package org.l1ring.sliced;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gates over bits that come from elsewhere, equal gates once. */
final class BitGraph {
    /** The bit that is never set. */
    static final int ZERO = 0;

    /** The bit that is always set. */
    static final int ONE = 1;

    /** What a node does. */
    enum Kind {
        /** {@link #ZERO} or {@link #ONE}. */
        CONSTANT,
        /** A bit from elsewhere; its left operand is its number there. */
        SOURCE,
        /** Both. */
        AND,
        /** Either. */
        OR,
        /** Exactly one. */
        XOR,
        /** The inverse of its left operand. */
        NOT
    }

    /**
     * A node.
     *
     * @param kind what it does
     * @param left node, or number of a source
     * @param right node, 0 where there is none
     */
    record Node(Kind kind, int left, int right) {}

    private final List<Node> nodes = new ArrayList<>();
    private final Map<Node, Integer> ids = new HashMap<>();

    BitGraph() {
        add(new Node(Kind.CONSTANT, 0, 0));
        add(new Node(Kind.CONSTANT, 1, 0));
    }

    int size() {
        return nodes.size();
    }

    Node node(int id) {
        return nodes.get(id);
    }

    int source(int number) {
        return add(new Node(Kind.SOURCE, number, 0));
    }

    int and(int a, int b) {
        if (a == ZERO || b == ZERO) {
            return ZERO;
        }
        if (a == ONE || a == b) {
            return b;
        }
        return b == ONE ? a : add(new Node(Kind.AND, Math.min(a, b), Math.max(a, b)));
    }

    int or(int a, int b) {
        if (a == ONE || b == ONE) {
            return ONE;
        }
        if (a == ZERO || a == b) {
            return b;
        }
        return b == ZERO ? a : add(new Node(Kind.OR, Math.min(a, b), Math.max(a, b)));
    }

    int xor(int a, int b) {
        if (a == b) {
            return ZERO;
        }
        if (a == ONE || b == ONE) {
            return not(a == ONE ? b : a);
        }
        if (a == ZERO || b == ZERO) {
            return a == ZERO ? b : a;
        }
        return add(new Node(Kind.XOR, Math.min(a, b), Math.max(a, b)));
    }

    int not(int a) {
        if (a <= ONE) {
            return ONE - a;
        }
        Node node = node(a);
        return node.kind() == Kind.NOT ? node.left() : add(new Node(Kind.NOT, a, 0));
    }

    int any(int[] bits) {
        int any = ZERO;
        for (int bit : bits) {
            any = or(any, bit);
        }
        return any;
    }

    /** Whether at least {@code least} of the bits are set. */
    int atLeast(int[] bits, long least) {
        if (least <= 0) {
            return ONE;
        }
        if (least > bits.length) {
            return ZERO;
        }
        int[] reached = new int[(int) least + 1];
        reached[0] = ONE;
        for (int bit : bits) {
            for (int k = (int) least; k > 0; k--) {
                reached[k] = or(reached[k], and(reached[k - 1], bit));
            }
        }
        return reached[(int) least];
    }

    /** Operands of a node that are nodes themselves. */
    int[] operands(int id) {
        Node node = node(id);
        return switch (node.kind()) {
            case CONSTANT, SOURCE -> new int[0];
            case NOT -> new int[] {node.left()};
            case AND, OR, XOR -> new int[] {node.left(), node.right()};
        };
    }

    private int add(Node node) {
        return ids.computeIfAbsent(
                node,
                _ -> {
                    nodes.add(node);
                    return nodes.size() - 1;
                });
    }
}

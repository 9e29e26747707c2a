package org.l1ring.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;

/**
 * Networks of the kinds that triggers try today, of our own making: seeded weights, fixed-point
 * types as one would choose them, particles of a few features each.
 */
public final class OwnModels {
    private static final FixedType FEATURE = NetworkMaker.rounded(true, 10, 5);
    private static final FixedType POSITIVE = NetworkMaker.rounded(false, 8, 4);
    private static final FixedType SIGNED = NetworkMaker.rounded(true, 8, 3);
    private static final FixedType SUM = NetworkMaker.rounded(false, 10, 7);
    private static final FixedType LOGIT = NetworkMaker.rounded(true, 12, 6);
    private static final FixedType UNIT = NetworkMaker.rounded(false, 8, 0);
    private static final FixedType STATE = NetworkMaker.rounded(true, 8, 1);

    private static final int TABLE = 256;
    private static final double RANGE = 16;

    private OwnModels() {}

    /** The networks of these sizes and names. */
    public static List<Model> all() {
        return List.of(
                deepSets(16, 3, 16),
                attention(8, 3, 8),
                gru(6, 3, 8),
                lstm(4, 3, 6),
                bidirectional(4, 3, 4),
                graph(6, 3, 8),
                kan(8, 6));
    }

    /** The network of a name among {@link #all}. */
    public static Model named(String name) {
        return all().stream().filter(model -> model.name().equals(name)).findFirst().orElseThrow();
    }

    /** Two dense layers on each particle, the sum over particles, two dense layers. */
    public static Model deepSets(int particles, int features, int units) {
        NetworkMaker maker = new NetworkMaker(new Random(1));
        maker.input("particles", particles * features, FEATURE);
        maker.dense("phi1", "particles", particles, features, units, LOGIT);
        maker.relu("phi1_relu", "phi1", particles * units, POSITIVE);
        maker.dense("phi2", "phi1_relu", particles, units, units, LOGIT);
        maker.relu("phi2_relu", "phi2", particles * units, POSITIVE);
        maker.pool(
                "set",
                Layer.Pooling.SUM,
                "phi2_relu",
                particles * units,
                NetworkMaker.overPositions(particles, units),
                SUM);
        head(maker, "set", units, 5);
        return maker.model("deep_sets");
    }

    private static void head(NetworkMaker maker, String from, int inputs, int classes) {
        maker.dense("rho1", from, 1, inputs, inputs, LOGIT);
        maker.relu("rho1_relu", "rho1", inputs, POSITIVE);
        maker.dense("rho2", "rho1_relu", 1, inputs, classes, LOGIT);
        maker.output("logits", "rho2", classes, LOGIT);
    }

    /** One head of scaled dot-product attention between particles, their mean, a dense layer. */
    public static Model attention(int particles, int features, int units) {
        NetworkMaker maker = new NetworkMaker(new Random(2));
        maker.input("particles", particles * features, FEATURE);
        maker.dense("query", "particles", particles, features, units, SIGNED);
        maker.dense("key", "particles", particles, features, units, SIGNED);
        maker.dense("value", "particles", particles, features, units, SIGNED);
        List<Integer> transposed = new ArrayList<>();
        for (int unit = 0; unit < units; unit++) {
            for (int particle = 0; particle < particles; particle++) {
                transposed.add(particle * units + unit);
            }
        }
        maker.select("key_t", "key", particles * units, transposed, SIGNED);
        FixedType score = NetworkMaker.rounded(true, 10, 5);
        FixedType product = NetworkMaker.rounded(true, 14, 8);
        maker.matMul("scores", "query", "key_t", particles, units, particles, product);
        maker.scaled("scaled", "scores", particles * particles, 1 / Math.sqrt(units), score);
        maker.softmax("weights", "scaled", particles, particles, score, UNIT);
        maker.matMul("attended", "weights", "value", particles, particles, units, SIGNED);
        maker.pool(
                "mean",
                Layer.Pooling.AVERAGE,
                "attended",
                particles * units,
                NetworkMaker.overPositions(particles, units),
                NetworkMaker.rounded(true, 12, 7));
        head(maker, "mean", units, 5);
        return maker.model("attention");
    }

    /** A GRU over particles and a dense layer on its last result. */
    public static Model gru(int particles, int features, int units) {
        NetworkMaker maker = new NetworkMaker(new Random(3));
        maker.input("particles", particles * features, FEATURE);
        maker.recurrent("gru", "particles", particles, gruCell(4, features, units), false, false);
        maker.dense("logit", "gru", 1, units, 1, LOGIT);
        maker.table("score", "sigmoid", "logit", 1, TABLE, RANGE, UNIT);
        maker.output("score", "score", 1, UNIT);
        return maker.model("gru");
    }

    /** {@code h' = n + z (h - n)} with the reset gate behind the recurrent product. */
    private static Model gruCell(long seed, int features, int units) {
        NetworkMaker maker = new NetworkMaker(new Random(seed));
        maker.input("x", features, FEATURE);
        maker.input("h", units, STATE);
        maker.concat("xh", "x", features, "h", units, NetworkMaker.rounded(true, 12, 5));
        maker.dense("gates", "xh", 1, features + units, 2 * units, LOGIT);
        maker.table("zr", "sigmoid", "gates", 2 * units, TABLE, RANGE, UNIT);
        maker.select("z", "zr", 2 * units, range(0, units), UNIT);
        maker.select("r", "zr", 2 * units, range(units, 2 * units), UNIT);
        maker.dense("nx", "x", 1, features, units, LOGIT);
        maker.dense("nh", "h", 1, units, units, LOGIT);
        maker.times("r_nh", "r", "nh", units, LOGIT);
        maker.plus("n_sum", "nx", "r_nh", units, LOGIT);
        maker.table("n", "tanh", "n_sum", units, TABLE, 8, STATE);
        maker.minus("h_n", "h", "n", units, NetworkMaker.rounded(true, 9, 2));
        maker.times("z_h_n", "z", "h_n", units, NetworkMaker.rounded(true, 9, 2));
        maker.plus("next", "n", "z_h_n", units, STATE);
        maker.output("y", "next", units, STATE);
        maker.output("h_next", "next", units, STATE);
        return maker.model("gru_cell");
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    /** An LSTM that gives the results of all particles, their maximum, a dense layer. */
    public static Model lstm(int particles, int features, int units) {
        NetworkMaker maker = new NetworkMaker(new Random(5));
        maker.input("particles", particles * features, FEATURE);
        maker.recurrent("lstm", "particles", particles, lstmCell(6, features, units), true, false);
        maker.pool(
                "largest",
                Layer.Pooling.MAXIMUM,
                "lstm",
                particles * units,
                NetworkMaker.overPositions(particles, units),
                STATE);
        maker.dense("logit", "largest", 1, units, 2, LOGIT);
        maker.output("logits", "logit", 2, LOGIT);
        return maker.model("lstm");
    }

    private static Model lstmCell(long seed, int features, int units) {
        NetworkMaker maker = new NetworkMaker(new Random(seed));
        FixedType carried = NetworkMaker.rounded(true, 10, 4);
        maker.input("x", features, FEATURE);
        maker.input("h", units, STATE);
        maker.input("c", units, carried);
        maker.concat("xh", "x", features, "h", units, NetworkMaker.rounded(true, 12, 5));
        for (String gate : List.of("i", "f", "o")) {
            maker.dense(gate + "_sum", "xh", 1, features + units, units, LOGIT);
            maker.table(gate, "sigmoid", gate + "_sum", units, TABLE, RANGE, UNIT);
        }
        maker.dense("g_sum", "xh", 1, features + units, units, LOGIT);
        maker.table("g", "tanh", "g_sum", units, TABLE, 8, STATE);
        maker.times("f_c", "f", "c", units, carried);
        maker.times("i_g", "i", "g", units, STATE);
        maker.plus("c_next", "f_c", "i_g", units, carried);
        maker.table("c_tanh", "tanh", "c_next", units, TABLE, 8, STATE);
        maker.times("h_next", "o", "c_tanh", units, STATE);
        maker.output("y", "h_next", units, STATE);
        maker.output("h_next", "h_next", units, STATE);
        maker.output("c_next", "c_next", units, carried);
        return maker.model("lstm_cell");
    }

    /**
     * A dense layer on each particle, a GRU over them in either direction, a third over the results
     * of one of these, a dense layer on all last results and the first particle.
     */
    public static Model bidirectional(int particles, int features, int units) {
        NetworkMaker maker = new NetworkMaker(new Random(7));
        maker.input("particles", particles * features, FEATURE);
        maker.dense("embedded", "particles", particles, features, features, FEATURE);
        maker.recurrent(
                "forwards", "embedded", particles, gruCell(8, features, units), true, false);
        maker.recurrent(
                "backwards", "embedded", particles, gruCell(9, features, units), false, true);
        maker.recurrent("upper", "forwards", particles, gruCell(10, units, 3), false, false);
        maker.concat("both", "upper", 3, "backwards", units, STATE);
        maker.select("first", "particles", particles * features, range(0, features), FEATURE);
        FixedType joined = NetworkMaker.rounded(true, 12, 5);
        maker.concat("joined", "both", 3 + units, "first", features, joined);
        maker.dense("logit", "joined", 1, 3 + units + features, 1, LOGIT);
        maker.output("logit", "logit", 1, LOGIT);
        return maker.model("bidirectional");
    }

    /** Messages of all pairs of particles, added up at each, and what becomes of the particles. */
    public static Model graph(int particles, int features, int units) {
        NetworkMaker maker = new NetworkMaker(new Random(11));
        maker.input("particles", particles * features, FEATURE);
        List<Integer> gathered = new ArrayList<>();
        List<List<Integer>> windows = new ArrayList<>();
        int edges = 0;
        for (int to = 0; to < particles; to++) {
            List<List<Integer>> own = new ArrayList<>();
            for (int unit = 0; unit < units; unit++) {
                own.add(new ArrayList<>());
            }
            for (int from = 0; from < particles; from++) {
                if (from != to) {
                    gathered.addAll(range(to * features, (to + 1) * features));
                    gathered.addAll(range(from * features, (from + 1) * features));
                    for (int unit = 0; unit < units; unit++) {
                        own.get(unit).add(edges * units + unit);
                    }
                    edges++;
                }
            }
            windows.addAll(own);
        }
        maker.select("edges", "particles", particles * features, gathered, FEATURE);
        maker.dense("message", "edges", edges, 2 * features, units, LOGIT);
        maker.relu("message_relu", "message", edges * units, POSITIVE);
        maker.pool("received", Layer.Pooling.SUM, "message_relu", edges * units, windows, SUM);
        maker.dense("node", "received", particles, units, units, LOGIT);
        maker.relu("node_relu", "node", particles * units, POSITIVE);
        maker.pool(
                "graph",
                Layer.Pooling.MAXIMUM,
                "node_relu",
                particles * units,
                NetworkMaker.overPositions(particles, units),
                POSITIVE);
        head(maker, "graph", units, 2);
        return maker.model("graph");
    }

    /** Two Kolmogorov-Arnold layers: a table for each edge, sums of the edges of a node. */
    public static Model kan(int inputs, int hidden) {
        NetworkMaker maker = new NetworkMaker(new Random(12));
        FixedType argument = NetworkMaker.rounded(true, 6, 3);
        maker.input("x", inputs, argument);
        kanLayer(maker, "first", "x", inputs, hidden, argument, argument);
        kanLayer(maker, "second", "first_sum", hidden, 1, argument, SIGNED);
        maker.output("score", "second_sum", 1, SIGNED);
        return maker.model("kan");
    }

    private static void kanLayer(
            NetworkMaker maker,
            String name,
            String from,
            int inputs,
            int outputs,
            FixedType argument,
            FixedType result) {
        List<Integer> edges = new ArrayList<>();
        List<List<Integer>> sums = new ArrayList<>();
        for (int output = 0; output < outputs; output++) {
            sums.add(range(output * inputs, (output + 1) * inputs));
            edges.addAll(range(0, inputs));
        }
        maker.select(name + "_edges", from, inputs, edges, argument);
        maker.edges(name + "_tables", name + "_edges", edges.size(), argument, SIGNED);
        maker.pool(name + "_sum", Layer.Pooling.SUM, name + "_tables", edges.size(), sums, result);
    }
}

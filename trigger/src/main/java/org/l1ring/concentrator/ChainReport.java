package org.l1ring.concentrator;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Optional;
import org.l1ring.circuit.Circuit;
import org.l1ring.econ.AutoencoderCircuit;
import org.l1ring.econ.LatentFormat;
import org.l1ring.fixed.FixedType;
import org.l1ring.report.Units;

/**
 * What is said of a chain's run.
 *
 * @param options of the chain
 * @param circuit from codes to latent values, of an encoder
 * @param stream what the crossings were
 * @param workers threads that chose or encoded
 * @param seconds of the machine
 * @param totals what was done
 */
public record ChainReport(
        ChainOptions options,
        Optional<Circuit> circuit,
        String stream,
        int workers,
        double seconds,
        ChainTotals totals) {
    private static final int SHORT_DIGEST = 12;

    private double rate() {
        return seconds == 0 ? 0 : totals.crossings() / seconds;
    }

    private FixedType sentType(FixedType latent) {
        return LatentFormat.sent(latent.signed(), options.links());
    }

    /** Prints it for people. */
    public void print(PrintWriter out) {
        String algorithm = options.algorithm().label();
        String digest =
                circuit.map(one -> ", circuit " + one.digest().substring(0, SHORT_DIGEST))
                        .orElse("");
        out.printf(
                "chain        %s, %s%s%n", algorithm, Units.count(options.links(), "link"), digest);
        out.printf("stream       %s, %s%n", stream, Units.count(workers, "worker"));
        out.printf(
                "crossings    %s in %.3f s, %s M a second%n",
                Units.count(totals.crossings()), seconds, Units.value(1e-6 * rate()));
        out.printf(
                "links        %s words of frames, %s of what the links take%n",
                Units.count(totals.frameWords()), Units.percent(totals.occupancy()));
        if (options.buffered()) {
            out.printf(
                    "buffer       at most %d words waited; truncated: %s for want of room, %s early%n",
                    totals.mostWaiting(),
                    Units.count(totals.overflows()),
                    Units.count(totals.early()));
        }
        circuit.map(AutoencoderCircuit::latentType)
                .ifPresent(type ->
                        out.printf(
                                "latents      %s, sent as %s; not exactly in %s crossings%n",
                                type, sentType(type), Units.count(totals.cut())));
        out.printf("receiver     %s crossings differ%n", Units.count(totals.mismatches()));
    }

    /** The same as one JSON object. */
    public String json() {
        ObjectNode node = JsonMapper.builder().build().createObjectNode();
        node.put("algorithm", options.algorithm().label());
        node.put("links", options.links());
        circuit.ifPresent(one -> node.put("circuitDigest", one.digest()));
        node.put("stream", stream);
        node.put("workers", workers);
        node.put("crossings", totals.crossings());
        node.put("seconds", seconds);
        node.put("crossingsPerSecond", rate());
        node.put("words", totals.frameWords());
        node.put("occupancy", totals.occupancy());
        if (options.buffered()) {
            node.put("truncated", totals.overflows() + totals.early());
            node.put("truncatedForWantOfRoom", totals.overflows());
            node.put("truncatedEarly", totals.early());
            node.put("mostWordsWaiting", totals.mostWaiting());
        }
        Optional<FixedType> latent = circuit.map(AutoencoderCircuit::latentType);
        latent.ifPresent(type -> {
            node.put("latentType", type.toString());
            node.put("latentTypeSent", sentType(type).toString());
            node.put("crossingsWithInexactLatents", totals.cut());
        });
        node.put("receiverMismatches", totals.mismatches());
        return node.toString();
    }
}

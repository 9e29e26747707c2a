package org.l1ring.cli;

import org.l1ring.concentrator.Algorithm;
import org.l1ring.concentrator.ChainOptions;
import picocli.CommandLine.Option;

/** What a concentrator does with charges. */
final class EconChainArguments {
    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            required = true,
            description =
                    "threshold, best-choice, stc4-9, stc16-9, ctc4-7, stc4-7, repeater or"
                            + " autoencoder.")
    private String algorithm;

    @Option(
            names = "--links",
            paramLabel = "N",
            required = true,
            description = "Links of 32 bits a crossing: 1 to 13, for the repeater 11 or more.")
    private int links;

    @Option(
            names = "--drop",
            paramLabel = "BITS",
            defaultValue = "0",
            description =
                    "Low bits of charges that 7-bit codes drop, 0 to 4 (default:"
                            + " ${DEFAULT-VALUE}).")
    private int drop;

    @Option(
            names = "--sum-of-rest",
            description =
                    "Module sums of threshold sum and best choice are of the cells that are not"
                            + " sent, not of all.")
    private boolean sumOfRest;

    @Option(
            names = "--threshold",
            paramLabel = "CHARGE",
            defaultValue = "47",
            description =
                    "Least charge that threshold sum sends; 35 is a minimum-ionising particle"
                            + " (default: ${DEFAULT-VALUE}).")
    private long threshold;

    @Option(
            names = "--buffer-t1",
            paramLabel = "WORDS",
            defaultValue = "400",
            description =
                    "Most words in the buffer of threshold sum after a crossing, 1 to 400; what"
                            + " would exceed it is dropped (default: ${DEFAULT-VALUE}).")
    private int t1;

    @Option(
            names = "--buffer-t2",
            paramLabel = "WORDS",
            defaultValue = "360",
            description =
                    "Words in the buffer beyond which small crossings are dropped (default:"
                            + " ${DEFAULT-VALUE}).")
    private int t2;

    @Option(
            names = "--buffer-t3",
            paramLabel = "WORDS",
            defaultValue = "8",
            description = "Most words of a small crossing (default: ${DEFAULT-VALUE}).")
    private int t3;

    ChainOptions options() {
        return new ChainOptions(
                Algorithm.of(algorithm), links, drop, !sumOfRest, threshold, t1, t2, t3);
    }
}

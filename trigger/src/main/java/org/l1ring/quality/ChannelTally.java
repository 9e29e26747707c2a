package org.l1ring.quality;

import java.util.Arrays;
import org.l1ring.econ.ModuleGenerator;

/** Collects the figures of a channel, crossing by crossing. */
final class ChannelTally {
    private static final int WORDS_OF_LINK = 2;

    private final Channel channel;
    private final long threshold;
    private final double[] distances;
    private final Moments distance = new Moments();
    private final Moments energy = new Moments();
    private final Moments sum = new Moments();
    private final Bins distanceByOccupancy = new Bins(Bins.OCCUPANCY);
    private final Bins distanceByEnergy = new Bins(Bins.ENERGY);
    private final Bins energyByEnergy = new Bins(Bins.ENERGY);
    private final Bins sumByEnergy = new Bins(Bins.ENERGY);
    private long crossings;
    private int measured;
    private long truncated;
    private long empty;
    private long values;
    private long words;

    /**
     * A tally.
     *
     * @param channel whose figures it collects
     * @param threshold of threshold sum, else 0
     * @param most crossings
     */
    ChannelTally(Channel channel, long threshold, int most) {
        this.channel = channel;
        this.threshold = threshold;
        this.distances = new double[most];
    }

    Channel channel() {
        return channel;
    }

    /** What a crossing's frame was. */
    void sent(Received received) {
        crossings++;
        truncated += received.truncated ? 1 : 0;
        values += received.values;
        words += received.words;
    }

    /**
     * What a crossing was decoded to.
     *
     * @param truth [48] charges
     * @param decoded [48] charges
     * @param decodedSum module sum as sent, or not a number
     * @param moved the distance of the two, or a flag
     */
    void decoded(double[] truth, double[] decoded, double decodedSum, double moved) {
        double trueSum = Arrays.stream(truth).sum();
        if (trueSum <= 0) {
            return;
        }
        double mips = trueSum / ModuleGenerator.COUNTS_OF_MIP;
        double error = Arrays.stream(decoded).sum() / trueSum - 1;
        energy.add(error);
        energyByEnergy.add(mips, error);
        if (!Double.isNaN(decodedSum)) {
            sum.add(decodedSum / trueSum - 1);
            sumByEnergy.add(mips, decodedSum / trueSum - 1);
        }
        if (moved < 0) {
            empty++;
            return;
        }
        distances[measured++] = moved;
        distance.add(moved);
        distanceByEnergy.add(mips, moved);
        distanceByOccupancy.add((double) occupancy(truth), moved);
    }

    /** Cells with at least the charge of a minimum-ionising particle. */
    private static long occupancy(double[] truth) {
        return Arrays.stream(truth)
                .filter(charge -> charge >= ModuleGenerator.COUNTS_OF_MIP)
                .count();
    }

    ChannelFigures figures() {
        double[] sorted = Arrays.copyOf(distances, measured);
        Arrays.sort(sorted);
        double room = (double) WORDS_OF_LINK * channel.links() * crossings;
        return new ChannelFigures(
                channel.algorithm(),
                channel.links(),
                threshold,
                crossings,
                truncated,
                empty,
                (double) values / crossings,
                (double) words / room,
                distance.spread(),
                quantile(sorted, 0.5),
                quantile(sorted, 0.95),
                energy.spread(),
                sum.spread(),
                distanceByOccupancy.bins(),
                distanceByEnergy.bins(),
                energyByEnergy.bins(),
                sumByEnergy.bins());
    }

    private static double quantile(double[] sorted, double part) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (part * (sorted.length - 1))];
    }
}

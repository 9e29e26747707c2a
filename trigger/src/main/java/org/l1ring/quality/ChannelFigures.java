package org.l1ring.quality;

import java.util.List;
import org.l1ring.concentrator.Algorithm;

/**
 * What was measured of one algorithm on a number of links. Relative errors of energy are (decoded -
 * true) / true over crossings with true charge; distances are over those of them of which something
 * was decoded.
 *
 * @param algorithm that sent
 * @param links that it had
 * @param threshold least charge that was sent, of threshold sum, else 0
 * @param crossings that were sent
 * @param truncated of them, those whose content the buffer dropped
 * @param empty those with true charge of which no cell was decoded
 * @param values mean number of values that were sent
 * @param use mean part of the links' bits that frames fill
 * @param distance Energy Mover's Distance
 * @param median of the distance
 * @param tail the distance that 5 % of the crossings exceed
 * @param energy relative error of the sum of the decoded cells
 * @param sum relative error of the module sum, of count 0 if none is sent
 * @param distanceByOccupancy the distance in bins of true occupancy
 * @param distanceByEnergy the distance in bins of true energy
 * @param energyByEnergy the cells' relative error in bins of true energy
 * @param sumByEnergy the module sum's relative error in bins of true energy
 */
record ChannelFigures(
        Algorithm algorithm,
        int links,
        long threshold,
        long crossings,
        long truncated,
        long empty,
        double values,
        double use,
        Spread distance,
        double median,
        double tail,
        Spread energy,
        Spread sum,
        List<Bins.Bin> distanceByOccupancy,
        List<Bins.Bin> distanceByEnergy,
        List<Bins.Bin> energyByEnergy,
        List<Bins.Bin> sumByEnergy) {}

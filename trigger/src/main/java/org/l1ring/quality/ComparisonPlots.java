package org.l1ring.quality;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.l1ring.concentrator.Algorithm;
import org.l1ring.report.Scale;
import org.l1ring.report.SvgPlot;

/** The plots of a comparison, each an SVG element. */
final class ComparisonPlots {
    private static final int HEIGHT = 340;
    private static final int FEWEST = 20;
    private static final double ROOM = 1.08;
    private static final String DISTANCE = "EMD [sensor cells]";
    private static final String RESOLUTION = "resolution [%]";

    private final ComparisonReport report;

    ComparisonPlots(ComparisonReport report) {
        this.report = report;
    }

    /** The mean distance against the number of links. */
    String distanceByLinks() {
        return byLinks(
                DISTANCE,
                channel -> channel.distance().mean(),
                channel -> channel.distance().error());
    }

    /** The resolution against the number of links. */
    String resolutionByLinks() {
        return byLinks(RESOLUTION, channel -> 100 * channel.energy().deviation(), _ -> 0);
    }

    private String byLinks(
            String label,
            ToDoubleFunction<ChannelFigures> figure,
            ToDoubleFunction<ChannelFigures> error) {
        List<Integer> links = report.options().links();
        double most =
                report.channels().stream()
                        .mapToDouble(figure)
                        .filter(Double::isFinite)
                        .max()
                        .orElse(1);
        SvgPlot plot =
                new SvgPlot(
                                Scale.counts(links.getFirst() - 0.5, links.getLast() + 0.5, 13),
                                Scale.linear(0, ROOM * positive(most), 6),
                                HEIGHT)
                        .labels("links", label);
        for (Algorithm algorithm : Algorithm.values()) {
            List<ChannelFigures> channels =
                    report.of(algorithm).stream()
                            .filter(channel -> links.contains(channel.links()))
                            .filter(channel -> Double.isFinite(figure.applyAsDouble(channel)))
                            .toList();
            if (algorithm != Algorithm.REPEATER && !channels.isEmpty()) {
                double[] xs = channels.stream().mapToDouble(ChannelFigures::links).toArray();
                double[] ys = channels.stream().mapToDouble(figure).toArray();
                double[] errors = channels.stream().mapToDouble(error).toArray();
                plot.name(Look.style(algorithm), Look.title(algorithm))
                        .line(xs, ys, Look.style(algorithm))
                        .points(xs, ys, errors, Look.style(algorithm));
            }
        }
        return plot.horizontal(figure.applyAsDouble(report.repeater())).svg(label + " by links");
    }

    /** The mean distance in bins of occupancy on a number of links. */
    String distanceByOccupancy(int links) {
        List<Double> edges = Bins.OCCUPANCY;
        return binned(
                links,
                Scale.linear(0, edges.getLast(), 10),
                new String[] {"cells of at least one MIP", DISTANCE},
                ChannelFigures::distanceByOccupancy,
                Spread::mean,
                Spread::error);
    }

    /** The resolution in bins of energy on a number of links. */
    String resolutionByEnergy(int links) {
        return binned(
                links,
                Scale.log(1, Bins.ENERGY.getLast(), Scale::shortly),
                new String[] {"true energy [MIP]", RESOLUTION},
                ChannelFigures::energyByEnergy,
                spread -> 100 * spread.deviation(),
                spread -> 100 * spread.deviation() / Math.sqrt(2.0 * (double) spread.count()));
    }

    /** Which bins of a channel are drawn. */
    private interface Drawn {
        List<Bins.Bin> of(ChannelFigures channel);
    }

    private String binned(
            int links,
            Scale x,
            String[] labels,
            Drawn drawn,
            ToDoubleFunction<Spread> figure,
            ToDoubleFunction<Spread> error) {
        List<ChannelFigures> channels =
                report.channels().stream()
                        .filter(channel ->
                                channel.links() == links
                                        || channel.algorithm() == Algorithm.REPEATER)
                        .toList();
        double most =
                channels.stream()
                        .flatMap(channel -> filled(drawn.of(channel)).stream())
                        .mapToDouble(bin -> figure.applyAsDouble(bin.spread()))
                        .max()
                        .orElse(1);
        SvgPlot plot =
                new SvgPlot(x, Scale.linear(0, ROOM * positive(most), 6), HEIGHT)
                        .labels(labels[0], labels[1]);
        for (ChannelFigures channel : channels) {
            List<Bins.Bin> bins = filled(drawn.of(channel));
            double[] xs = bins.stream().mapToDouble(Bins.Bin::centre).toArray();
            double[] ys =
                    bins.stream().mapToDouble(bin -> figure.applyAsDouble(bin.spread())).toArray();
            double[] errors =
                    bins.stream().mapToDouble(bin -> error.applyAsDouble(bin.spread())).toArray();
            String style = Look.style(channel.algorithm());
            plot.name(style, name(channel)).line(xs, ys, style).points(xs, ys, errors, style);
        }
        return plot.svg(labels[1] + " by " + labels[0]);
    }

    private static String name(ChannelFigures channel) {
        return channel.algorithm() == Algorithm.REPEATER
                ? "repeater, %d links".formatted(channel.links())
                : Look.title(channel.algorithm());
    }

    private static List<Bins.Bin> filled(List<Bins.Bin> bins) {
        return bins.stream().filter(bin -> bin.spread().count() >= FEWEST).toList();
    }

    /** The upper end of an axis, for figures that are all zero as well. */
    private static double positive(double most) {
        return most > 0 ? most : 1;
    }
}

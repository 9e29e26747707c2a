package org.l1ring.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.l1ring.concentrator.Algorithm;
import org.l1ring.econ.ModuleGenerator;
import org.l1ring.frame.TextFile;
import org.l1ring.table.CsvCell;

/** The files of a comparison. */
public final class ComparisonFiles {
    private ComparisonFiles() {}

    /**
     * Writes compare.csv, compare.json and compare.html; each has its name once it is whole.
     *
     * @param report to write
     * @param command that made it
     * @param folder that exists
     * @return the files
     * @throws java.io.UncheckedIOException if one cannot be written
     */
    public static List<Path> write(ComparisonReport report, String command, Path folder) {
        Path csv = folder.resolve("compare.csv");
        TextFile.write(csv, csv(report));
        Path json = folder.resolve("compare.json");
        TextFile.write(json, json(report) + "\n");
        Path html = folder.resolve("compare.html");
        TextFile.write(html, ComparisonHtml.of(report, command));
        return List.of(csv, json, html);
    }

    private static String csv(ComparisonReport report) {
        StringBuilder out = new StringBuilder();
        out.append("links,algorithm,threshold_mip,crossings,truncated,empty,values,use");
        out.append(",emd_mean,emd_mean_error,emd_rms,emd_median,emd_95");
        out.append(",bias,resolution,sum_bias,sum_resolution\n");
        for (ChannelFigures channel : report.channels()) {
            out.append(channel.links()).append(',').append(channel.algorithm().label());
            out.append(',').append(channel.algorithm() == Algorithm.THRESHOLD ? mips(channel) : "");
            out.append(',').append(channel.crossings()).append(',').append(channel.truncated());
            out.append(',').append(channel.empty()).append(',');
            out.append(
                    Stream.of(
                                    channel.values(),
                                    channel.use(),
                                    channel.distance().mean(),
                                    channel.distance().error(),
                                    channel.distance().rms(),
                                    channel.median(),
                                    channel.tail(),
                                    channel.energy().mean(),
                                    channel.energy().deviation(),
                                    channel.sum().mean(),
                                    channel.sum().deviation())
                            .map(CsvCell::of)
                            .collect(Collectors.joining(",")));
            out.append('\n');
        }
        return out.toString();
    }

    private static String mips(ChannelFigures channel) {
        return CsvCell.of((double) channel.threshold() / ModuleGenerator.COUNTS_OF_MIP);
    }

    /**
     * The comparison as one JSON object whose keys stay: distances in sensor cells, energies in
     * minimum-ionising particles, figures that there are none of null.
     *
     * @param report to write
     */
    public static String json(ComparisonReport report) {
        ComparisonOptions options = report.options();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("crossings", options.crossings()).put("seed", options.seed());
        root.put("pileUp", options.pileUp()).put("showers", options.showers());
        root.put("training", options.training());
        ArrayNode notes = root.putArray("notes");
        report.notes().forEach(notes::add);
        ArrayNode channels = root.putArray("channels");
        report.channels().forEach(channel -> put(channels.addObject(), channel));
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("compare.json: " + e.getMessage(), e);
        }
    }

    private static void put(ObjectNode node, ChannelFigures channel) {
        node.put("algorithm", channel.algorithm().label()).put("links", channel.links());
        node.put("thresholdCounts", channel.threshold());
        node.put("crossings", channel.crossings()).put("truncated", channel.truncated());
        node.put("empty", channel.empty());
        put(node, "values", channel.values());
        put(node, "use", channel.use());
        put(node.putObject("emd"), channel.distance());
        put(node, "emdMedian", channel.median());
        put(node, "emd95", channel.tail());
        put(node.putObject("energy"), channel.energy());
        put(node.putObject("moduleSum"), channel.sum());
        bins(node, "emdByOccupancy", channel.distanceByOccupancy());
        bins(node, "emdByEnergy", channel.distanceByEnergy());
        bins(node, "energyByEnergy", channel.energyByEnergy());
        bins(node, "moduleSumByEnergy", channel.sumByEnergy());
    }

    private static void bins(ObjectNode node, String key, List<Bins.Bin> bins) {
        ArrayNode array = node.putArray(key);
        for (Bins.Bin bin : bins) {
            put(array.addObject().put("low", bin.low()).put("high", bin.high()), bin.spread());
        }
    }

    private static void put(ObjectNode node, Spread spread) {
        node.put("count", spread.count());
        put(node, "mean", spread.mean());
        put(node, "deviation", spread.deviation());
        put(node, "rms", spread.rms());
    }

    private static void put(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }
}

package org.l1ring.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;
import org.l1ring.kernel.FrameBinding;
import org.l1ring.model.Model;
import org.l1ring.model.TableErrors;

/** An inspection for other programs. */
public final class InspectionJson {
    private InspectionJson() {}

    /** The JSON text of an inspection. */
    public static String text(ModelInspection inspection) {
        Model model = inspection.model();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("name", model.name());
        root.put("digest", inspection.circuit().digest());
        root.put("inputs", model.columns());
        root.put("outputs", model.outputColumns());
        root.put("bound", FrameBinding.of(model).isPresent());
        ArrayNode layers = root.putArray("layers");
        for (ModelInspection.LayerLine layer : inspection.layers()) {
            layers.addObject()
                    .put("name", layer.name())
                    .put("kind", layer.facts().kind())
                    .put("inputs", layer.inputs())
                    .put("outputs", layer.outputs())
                    .put("products", layer.facts().products())
                    .put("productsWithZeros", layer.facts().allProducts())
                    .put("type", layer.type())
                    .put("typeBits", layer.typeBits())
                    .put("worstCaseBits", layer.needed())
                    .put("mayOverflow", layer.overflows());
        }
        ArrayNode tables = root.putArray("tables");
        for (TableErrors.Entry table : TableErrors.of(model)) {
            ObjectNode node =
                    tables.addObject()
                            .put("layer", table.layer())
                            .put("function", table.function())
                            .put("exact", table.exact());
            table.worst().ifPresent(worst -> node.put("worstError", worst));
            table.at().ifPresent(at -> node.put("at", at));
        }
        ObjectNode steps = root.putObject("steps");
        new TreeMap<>(inspection.steps()).forEach(steps::put);
        root.putObject("lanes")
                .put("16", inspection.stepsOfLane(0))
                .put("32", inspection.stepsOfLane(1))
                .put("64", inspection.stepsOfLane(2));
        root.put("multiplyAdds", inspection.multiplyAdds());
        root.put("columnBytes", inspection.columnBytes());
        return root.toPrettyString();
    }
}

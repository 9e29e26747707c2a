package org.l1ring.importer.trees;

import java.io.StringReader;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.l1ring.model.ModelException;

/**
 * Reads the weight files of TMVA's boosted decision trees (XML).
 *
 * <p>A row goes right when {@code (float) x >= Cut} for cType 1, left for cType 0. AdaBoost and
 * bagging give the mean of the trees' leaves, each tree with its boost weight; a leaf is nType (-1,
 * 1) with UseYesNoLeaf, else its purity. Gradient boosting gives the sum of the responses.
 */
final class TmvaReader {
    /** Deepest tree; the parser itself stops at 100 elements in one another. */
    private static final int DEEPEST = 90;

    private static final double LEAST_NORM = Math.ulp(1.0);

    private final String file;
    private final XMLStreamReader xml;
    private final Map<String, String> options = new HashMap<>();
    private final Map<String, String> infos = new HashMap<>();
    private final List<Forest.Column> columns = new ArrayList<>();
    private final List<RawTree> trees = new ArrayList<>();
    private int classes = 2;

    /** A tree before the boost type is known to matter. */
    private record RawTree(String where, double weight, List<RawNode> nodes) {}

    private static final class RawNode {
        final Map<String, String> attributes = new HashMap<>();
        int left = -1;
        int right = -1;
    }

    private TmvaReader(String file, XMLStreamReader xml) {
        this.file = file;
        this.xml = xml;
    }

    /** The trees of a file. */
    static Forest read(String file, String text) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(text));
            TmvaReader reader = new TmvaReader(file, xml);
            reader.elements();
            return reader.forest();
        } catch (XMLStreamException e) {
            throw new ModelException(
                    file, "expected XML, got an error: " + oneLine(e.getMessage()));
        }
    }

    private static String oneLine(String text) {
        return String.valueOf(text).replaceAll("\\s+", " ");
    }

    private ModelException error(String what) {
        return new ModelException(
                file + ": line " + Math.max(1, xml.getLocation().getLineNumber()), what);
    }

    private String attribute(String name) {
        String value = xml.getAttributeValue(null, name);
        if (value == null) {
            throw error(
                    "%s: expected an attribute %s, got none; write the file anew"
                            .formatted(xml.getLocalName(), name));
        }
        return value;
    }

    private void elements() throws XMLStreamException {
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "MethodSetup" -> {
                    String method = attribute("Method");
                    if (!method.startsWith("BDT")) {
                        throw error("expected the method BDT, got " + oneLine(method));
                    }
                }
                case "Info" -> infos.put(attribute("name"), attribute("value"));
                case "Option" -> options.put(attribute("name"), xml.getElementText().strip());
                case "Variable" -> column();
                case "Classes" -> classes = integer("NClass", attribute("NClass"));
                case "Transformations" -> {
                    if (integer("NTransformations", attribute("NTransformations")) != 0) {
                        throw error(
                                "expected no transformations of variables, got some; train without"
                                        + " VarTransform");
                    }
                }
                case "BinaryTree" -> tree();
                default -> {}
            }
        }
    }

    private void column() {
        String low = xml.getAttributeValue(null, "Min");
        String high = xml.getAttributeValue(null, "Max");
        double magnitude =
                low == null || high == null
                        ? 0
                        : Math.max(Math.abs(single("Min", low)), Math.abs(single("Max", high)));
        columns.add(new Forest.Column(oneLine(attribute("Expression")), magnitude));
        if (columns.size() > Forest.MOST_COLUMNS) {
            throw error("expected at most " + Forest.MOST_COLUMNS + " variables, got more");
        }
    }

    private int integer(String name, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw error(name + ": expected an integer, got \"" + oneLine(text) + "\"");
        }
    }

    private float single(String name, String text) {
        try {
            float value = Float.parseFloat(text.strip());
            if (!Float.isNaN(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw error(name + ": expected a number, got \"" + oneLine(text) + "\"");
        }
        throw error(name + ": expected a number, got NaN");
    }

    private void tree() throws XMLStreamException {
        String weight = attribute("boostWeight");
        String where =
                file + ": line " + xml.getLocation().getLineNumber() + ": tree " + trees.size();
        double boost;
        try {
            boost = Double.parseDouble(weight.strip());
        } catch (NumberFormatException e) {
            throw error("boostWeight: expected a number, got \"" + oneLine(weight) + "\"");
        }
        List<RawNode> nodes = new ArrayList<>();
        Deque<RawNode> above = new ArrayDeque<>();
        for (int event = xml.next(); ; event = xml.next()) {
            if (event == XMLStreamConstants.END_ELEMENT) {
                if (above.isEmpty()) {
                    break;
                }
                above.pop();
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                RawNode node = node();
                if ((above.isEmpty() && !nodes.isEmpty()) || above.size() > DEEPEST) {
                    throw error("expected one root and a depth of at most " + DEEPEST);
                }
                attach(above.peek(), nodes.size());
                nodes.add(node);
                above.push(node);
            } else if (event == XMLStreamConstants.END_DOCUMENT) {
                throw error("expected the end of the tree, got the end of the file");
            }
        }
        if (nodes.isEmpty()) {
            throw error("expected a node in the tree, got none; write the file anew");
        }
        trees.add(new RawTree(where, boost, nodes));
    }

    private RawNode node() {
        if (!xml.getLocalName().equals("Node")) {
            throw error("expected a Node, got " + oneLine(xml.getLocalName()));
        }
        RawNode node = new RawNode();
        for (String name : List.of("IVar", "Cut", "cType", "nType", "pos")) {
            node.attributes.put(name, attribute(name));
        }
        for (String name : List.of("NCoef", "res", "purity")) {
            String value = xml.getAttributeValue(null, name);
            if (value != null) {
                node.attributes.put(name, value);
            }
        }
        if (!node.attributes.getOrDefault("NCoef", "0").strip().equals("0")) {
            throw error("expected cuts on one variable, got a Fisher cut; train without it");
        }
        return node;
    }

    private void attach(RawNode parent, int child) {
        if (parent == null) {
            return;
        }
        String place = attribute("pos");
        boolean left = place.equals("l");
        if ((!left && !place.equals("r")) || (left ? parent.left : parent.right) >= 0) {
            throw error("expected one node l and one r, got \"" + oneLine(place) + "\"");
        }
        if (left) {
            parent.left = child;
        } else {
            parent.right = child;
        }
    }

    private Forest forest() {
        String boost = options.getOrDefault("BoostType", "AdaBoost");
        boolean gradient = boost.equals("Grad");
        String kind = infos.getOrDefault("AnalysisType", "Classification");
        boolean multi = kind.equals("Multiclass");
        boolean regression = kind.equals("Regression");
        refuse(boost);
        int groups = multi ? classes : 1;
        if (multi && (!gradient || groups < 1 || groups > Forest.MOST_GROUPS)) {
            throw new ModelException(file, "expected gradient boosting for many classes: " + boost);
        }
        BigDecimal norm = gradient ? BigDecimal.ONE : norm();
        List<SourceTree> made = new ArrayList<>();
        for (int i = 0; i < trees.size(); i++) {
            made.add(tree(trees.get(i), i % groups, gradient || regression, gradient, norm));
        }
        BigDecimal start =
                gradient && regression && !trees.isEmpty()
                        ? finite(trees.getFirst().where(), trees.getFirst().weight())
                        : BigDecimal.ZERO;
        return new Forest(
                "TMVA BDT, " + boost + ", " + kind,
                columns,
                made,
                Collections.nCopies(groups, start),
                Optional.empty(),
                Optional.empty(),
                meaning(gradient, regression, multi),
                List.of("variables are TMVA's expressions: compute them before the columns"));
    }

    private void refuse(String boost) {
        if (boost.equals("AdaBoostR2")) {
            throw new ModelException(
                    file, "expected sums of leaves, got AdaBoostR2, a weighted median of trees");
        }
        if (options.getOrDefault("DoPreselection", "False").equals("True")) {
            throw new ModelException(
                    file, "expected trees alone, got a preselection; train without DoPreselection");
        }
    }

    private static String meaning(boolean gradient, boolean regression, boolean multi) {
        if (multi) {
            return "one sum a class; softmax gives TMVA's answers";
        }
        if (regression) {
            return "the score is TMVA's answer";
        }
        return gradient
                ? "the score is the sum of responses; TMVA's answer is tanh(score)"
                : "the score is TMVA's answer, from -1 (or 0 without UseYesNoLeaf) to 1";
    }

    private BigDecimal norm() {
        BigDecimal sum = BigDecimal.ZERO;
        for (RawTree tree : trees) {
            sum = sum.add(finite(tree.where(), tree.weight()));
        }
        if (sum.doubleValue() <= LEAST_NORM) {
            throw new ModelException(
                    file, "expected boost weights above zero together, got " + sum.doubleValue());
        }
        return sum;
    }

    private static BigDecimal finite(String where, double value) {
        if (!Double.isFinite(value)) {
            throw new ModelException(where, "expected a finite number, got " + value);
        }
        return new BigDecimal(value);
    }

    private SourceTree tree(
            RawTree raw, int group, boolean responses, boolean gradient, BigDecimal norm) {
        List<SourceNode> nodes = new ArrayList<>();
        boolean yesNo = options.getOrDefault("UseYesNoLeaf", "True").equals("True");
        for (int i = 0; i < raw.nodes().size(); i++) {
            RawNode node = raw.nodes().get(i);
            if (integer("nType", node.attributes.get("nType")) == 0) {
                boolean rightAbove = integer("cType", node.attributes.get("cType")) != 0;
                nodes.add(
                        new SourceNode.Split(
                                integer("IVar", node.attributes.get("IVar")),
                                Cut.less(single("Cut", node.attributes.get("Cut"))),
                                rightAbove ? node.left : node.right,
                                rightAbove ? node.right : node.left,
                                SourceNode.Zeros.BY_CUT));
                continue;
            }
            BigDecimal value = leaf(raw, node, responses ? "res" : yesNo ? "nType" : "purity");
            if (!gradient) {
                value =
                        value.multiply(finite(raw.where(), raw.weight()))
                                .divide(norm, new MathContext(60));
            }
            nodes.add(new SourceNode.Leaf(i, value));
        }
        return new SourceTree(raw.where(), group, nodes);
    }

    private BigDecimal leaf(RawTree tree, RawNode node, String attribute) {
        String text = node.attributes.get(attribute);
        if (text == null) {
            throw new ModelException(
                    tree.where(), "expected leaves with an attribute " + attribute + ", got none");
        }
        return finite(tree.where(), single(attribute, text));
    }
}

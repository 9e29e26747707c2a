package org.l1ring.importer.trees;

import java.math.BigDecimal;

/**
 * What XGBoost's score means, and where its base score starts it.
 *
 * @param name of the objective
 * @param link from the base score to the margin
 * @param meaning of the margin
 */
record XgboostObjective(String name, Link link, String meaning) {
    /** Functions from a prediction to a margin. */
    enum Link {
        /** The margin is the prediction. */
        IDENTITY,
        /** {@code log(p / (1 - p))}. */
        LOGIT,
        /** The natural logarithm. */
        LOG
    }

    /** The objective of a name. */
    static XgboostObjective of(TreeJson place) {
        String name = place.text();
        return switch (name) {
            case "binary:logistic", "reg:logistic" ->
                    new XgboostObjective(
                            name,
                            Link.LOGIT,
                            "the score is a logit; the probability is 1 / (1 + exp(-score))");
            case "binary:logitraw" ->
                    new XgboostObjective(name, Link.LOGIT, "the score is a logit, as predicted");
            case "binary:hinge" ->
                    new XgboostObjective(
                            name, Link.IDENTITY, "the score is a margin; above 0 is class 1");
            case "multi:softmax", "multi:softprob" ->
                    new XgboostObjective(
                            name,
                            Link.IDENTITY,
                            "one margin a class; the largest names the class, softmax gives"
                                    + " probabilities");
            case "count:poisson", "reg:gamma", "reg:tweedie", "survival:cox", "survival:aft" ->
                    new XgboostObjective(
                            name, Link.LOG, "the score is the logarithm of the prediction");
            case "reg:squarederror",
                    "reg:linear",
                    "reg:squaredlogerror",
                    "reg:pseudohubererror",
                    "reg:absoluteerror",
                    "reg:quantileerror" ->
                    new XgboostObjective(name, Link.IDENTITY, "the score is the prediction");
            case "rank:pairwise", "rank:ndcg", "rank:map" ->
                    new XgboostObjective(name, Link.IDENTITY, "the score is a rank's margin");
            default ->
                    throw place.error(
                            "expected an objective of XGBoost (binary:, multi:, reg:, count:, rank:"
                                    + " or survival:), got "
                                    + place.kind());
        };
    }

    /**
     * The score before any tree, in XGBoost's own single precision.
     *
     * @throws NumberFormatException when the base score has no finite margin
     */
    BigDecimal margin(float base) {
        float margin =
                switch (link) {
                    case IDENTITY -> base;
                    case LOGIT -> (float) -Math.log(1.0f / base - 1.0f);
                    case LOG -> (float) Math.log(base);
                };
        return new BigDecimal(margin);
    }
}

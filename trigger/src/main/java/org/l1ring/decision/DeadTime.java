package org.l1ring.decision;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reason for which the accept of a crossing is vetoed after those before it. Crossings are
 * counted through orbits, from 0 on, and asked about in ascending order.
 */
public sealed interface DeadTime permits TriggerRule, SimpleDeadTime, LeakyBucket {

    /**
     * Reads a list such as {@code 1in3,2in25,simple4,complex8/351}; {@code cms} is {@link
     * DecisionSetup#RULES}, {@code none} is nothing.
     *
     * @param text the list
     * @return in the order of the list
     * @throws IllegalArgumentException if the text is no such list
     */
    static List<DeadTime> parse(String text) {
        if (text.equals("cms")) {
            return DecisionSetup.RULES;
        }
        if (text.equals("none")) {
            return List.of();
        }
        return Arrays.stream(text.split(",", -1)).map(DeadTime::one).toList();
    }

    private static DeadTime one(String text) {
        Matcher rule = Pattern.compile("(\\d{1,6})in(\\d{1,6})").matcher(text);
        if (rule.matches()) {
            return new TriggerRule(number(rule, 1), number(rule, 2));
        }
        Matcher simple = Pattern.compile("simple(\\d{1,6})").matcher(text);
        if (simple.matches()) {
            return new SimpleDeadTime(number(simple, 1));
        }
        Matcher complex = Pattern.compile("complex(\\d{1,6})/(\\d{1,6})").matcher(text);
        if (complex.matches()) {
            return new LeakyBucket(number(complex, 1), number(complex, 2));
        }
        throw new IllegalArgumentException(
                "dead time: expected cms, none, or a list of NinM, simpleN, complexN/M, got \""
                        + text
                        + "\"; write for example 1in3,2in25");
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    /** What it is called in reports. */
    String name();

    /**
     * A fresh state of it.
     *
     * @return a gate that has seen no accept
     */
    Gate gate();

    /** What a dead time remembers of the accepts so far. */
    interface Gate {
        /**
         * Whether an accept of a crossing is vetoed.
         *
         * @param crossing above that of the last accept
         */
        boolean vetoes(long crossing);

        /**
         * Notes an accept.
         *
         * @param crossing above that of the last accept
         */
        void accepted(long crossing);
    }
}

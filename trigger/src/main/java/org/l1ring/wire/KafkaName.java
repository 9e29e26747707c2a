package org.l1ring.wire;

import java.util.regex.Pattern;

/** How arguments name topics: {@code kafka:TOPIC}. */
public final class KafkaName {
    private static final String PREFIX = "kafka:";
    private static final int LONGEST = 249;
    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9._-]+");

    private KafkaName() {}

    /**
     * Whether an argument names a topic and not a file.
     *
     * @param argument a source or an output, as typed
     */
    public static boolean isTopic(String argument) {
        return argument.startsWith(PREFIX);
    }

    /**
     * The topic that an argument names.
     *
     * @param argument {@code kafka:TOPIC}
     * @return 1 to 249 letters, digits, dots, underscores and hyphens, but not one or two dots
     * @throws IllegalArgumentException if it names none, or Kafka does not allow the name
     */
    public static String topic(String argument) {
        String name = isTopic(argument) ? argument.substring(PREFIX.length()) : "";
        if (!ALLOWED.matcher(name).matches()
                || name.length() > LONGEST
                || name.equals(".")
                || name.equals("..")) {
            throw new IllegalArgumentException(
                    "topic: expected kafka: and 1 to 249 letters, digits, dots, underscores or"
                            + " hyphens, got "
                            + argument
                            + "; write kafka:frames for example");
        }
        return name;
    }
}

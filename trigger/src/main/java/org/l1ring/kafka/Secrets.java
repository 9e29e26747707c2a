package org.l1ring.kafka;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The secrets among Kafka properties, so that no message shows one.
 *
 * <p>Values of fewer than {@value #LEAST} characters are left alone: they would be found inside
 * ordinary words.
 */
final class Secrets {

    private static final int LEAST = 4;
    private static final String HIDDEN = "[hidden]";

    private static final Pattern NAME =
            Pattern.compile("password|jaas|secret|token|credential|assertion|ssl\\.keystore\\.key");

    /** name=value, where the value may be quoted, as in JAAS and SCRAM texts. */
    private static final Pattern OPTION =
            Pattern.compile("(\\w+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s\";,\\[\\]]+))");

    /** The longest first: one may be a part of another. */
    private final Set<String> values =
            new TreeSet<>(
                    Comparator.comparingInt(String::length)
                            .reversed()
                            .thenComparing(Comparator.naturalOrder()));

    private Secrets() {}

    /** The secret ones of client or server properties. */
    static Secrets of(Map<String, String> properties) {
        Secrets secrets = new Secrets();
        properties.forEach((name, value) -> {
            if (isSecret(name)) {
                secrets.add(value);
                secrets.addOptions(value);
            }
        });
        return secrets;
    }

    /** The same with SCRAM users as the broker takes them. */
    Secrets and(Collection<String> scram) {
        Secrets all = new Secrets();
        all.values.addAll(values);
        for (String user : scram) {
            all.add(user);
            all.addOptions(user);
        }
        return all;
    }

    /** Whether a property of this name has a secret value. */
    static boolean isSecret(String name) {
        return NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    /** The text without any of the secrets. */
    String hide(String text) {
        String clean = text;
        for (String secret : values) {
            clean = clean.replace(secret, HIDDEN);
        }
        return clean;
    }

    /** Whether a message of the exception or of one of its causes shows a secret. */
    boolean shownBy(Throwable failure) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            String text = one.toString();
            if (!hide(text).equals(text)) {
                return true;
            }
        }
        return false;
    }

    private void add(String value) {
        String text = value.strip();
        if (text.length() >= LEAST) {
            values.add(text);
        }
    }

    private void addOptions(String text) {
        Matcher option = OPTION.matcher(text);
        while (option.find()) {
            if (isSecret(option.group(1))) {
                String quoted = option.group(2);
                add(quoted != null ? quoted : option.group(3));
            }
        }
    }
}

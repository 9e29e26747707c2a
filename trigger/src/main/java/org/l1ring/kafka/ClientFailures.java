package org.l1ring.kafka;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.l1ring.frame.StreamException;

/**
 * One line for each way in which a client fails: where, what, how to mend, and no secret.
 *
 * @param servers the brokers
 * @param origin file of the properties, or the option that names it
 * @param secrets what no line may show
 */
record ClientFailures(String servers, String origin, Secrets secrets) {

    /** No listener at any of the servers. */
    StreamException unreachable(String reason) {
        return line(
                "no broker (" + reason + ")",
                "start one with ./l1ring broker, or name yours with bootstrap.servers in"
                        + " --kafka-config",
                null);
    }

    /** A topic that should be there. */
    StreamException absent(String topic) {
        return line(
                "topic " + topic + ": no such topic",
                "start what writes it, for example l1ring feed -o kafka:" + topic,
                null);
    }

    /** The line for an exception of a client. */
    StreamException explain(String doing, Throwable thrown) {
        Throwable failure = telling(thrown);
        String reason = deepest(failure);
        String what = doing + ": " + reason;
        return switch (failure) {
            case StreamException e -> e;
            case SslAuthenticationException _ ->
                    line(
                            "TLS failed: " + reason,
                            "check security.protocol and ssl.truststore.location in " + origin,
                            failure);
            case AuthenticationException _ ->
                    line(
                            "authentication failed: " + reason,
                            "check sasl.mechanism and sasl.jaas.config in " + origin,
                            failure);
            case AuthorizationException _ ->
                    line(what, "the user of " + origin + " needs an ACL that allows it", failure);
            case UnknownTopicOrPartitionException _ ->
                    line(what, "the topic was deleted or never made", failure);
            case RecordTooLargeException _ ->
                    line(
                            what,
                            "make slices smaller, or raise max.message.bytes of the topic",
                            failure);
            case TimeoutException _ ->
                    line(
                            what,
                            "a broker may be down, or may want another security.protocol than "
                                    + origin
                                    + " says",
                            failure);
            case ConfigException _ -> line(what, "mend " + origin, failure);
            case IllegalArgumentException _ -> line(what, "mend " + origin, failure);
            default -> line(what, "see the broker's log", failure);
        };
    }

    /** The first cause of a kind that says what to mend; else what was wrapped. */
    private static Throwable telling(Throwable thrown) {
        for (Throwable one = thrown; one != null; one = one.getCause()) {
            if (one instanceof StreamException
                    || one instanceof AuthenticationException
                    || one instanceof AuthorizationException
                    || one instanceof UnknownTopicOrPartitionException
                    || one instanceof RecordTooLargeException
                    || one instanceof TimeoutException
                    || one instanceof ConfigException
                    || one instanceof IllegalArgumentException) {
                return one;
            }
        }
        boolean wrapped =
                thrown instanceof ExecutionException || thrown instanceof CompletionException;
        return wrapped && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    /** The message of the deepest cause that has one. */
    private static String deepest(Throwable failure) {
        String text = failure.getClass().getSimpleName();
        for (Throwable one = failure; one != null; one = one.getCause()) {
            if (one.getMessage() != null) {
                text = one.getMessage();
            }
        }
        return text.strip().replaceAll("\\.$", "");
    }

    private StreamException line(String what, String mend, Throwable cause) {
        String text = "Kafka at " + servers + ": " + secrets.hide(what) + "; " + mend;
        boolean safe = cause != null && !secrets.shownBy(cause);
        return safe ? new StreamException(text, cause) : new StreamException(text);
    }
}

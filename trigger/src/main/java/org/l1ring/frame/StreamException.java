package org.l1ring.frame;

import java.io.Serial;

/**
 * A stream that cannot be read or written: a file that is damaged, cut short, of another kind or of
 * another version, or a Kafka broker or topic that will not do.
 *
 * <p>The message is one line that names the file, the byte (and the orbit where there is one), or
 * the broker and the topic; what was expected, what was found and how to mend it.
 */
public final class StreamException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /**
     * A bad stream file.
     *
     * @param message one line: {@code file: byte N: expected X, got Y; mend}
     */
    public StreamException(String message) {
        super(message);
    }

    /**
     * A bad stream file, found by a lower layer.
     *
     * @param message one line: {@code file: byte N: expected X, got Y; mend}
     * @param cause what the lower layer said
     */
    public StreamException(String message, Throwable cause) {
        super(message, cause);
    }
}

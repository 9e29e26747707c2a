package org.l1ring.frame;

import java.io.Serial;

/**
 * A stream file that cannot be read: damaged, cut short, of another kind or of another version.
 *
 * <p>The message is one line that names the file, the byte (and the orbit where there is one), what
 * was expected, what was found and how to mend it.
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

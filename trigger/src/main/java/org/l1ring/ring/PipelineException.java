package org.l1ring.ring;

import java.io.Serial;

/** A run that ended because a scorer, a sink or a source failed; the cause is what it threw. */
public final class PipelineException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    PipelineException(String message, Throwable cause) {
        super(message, cause);
    }
}

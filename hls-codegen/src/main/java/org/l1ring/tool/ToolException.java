package org.l1ring.tool;

/** An external program is absent, failed, or took too long; the message says which and the mend. */
public final class ToolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error of a program. */
    public ToolException(String message) {
        super(message);
    }
}

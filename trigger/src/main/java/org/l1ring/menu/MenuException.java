package org.l1ring.menu;

/** Bad input in a menu or its test vectors: where, expected, got and how to mend it. */
public final class MenuException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with its place.
     *
     * @param where file and element, for example {@code menu.xml: L1_SingleMu22}
     * @param what expected, got and mend, in one line
     */
    public MenuException(String where, String what) {
        super(where + ": " + what);
    }
}

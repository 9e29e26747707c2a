package org.l1ring.model;

/** Bad input in a model: says where, what was expected, what was found and how to mend it. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with its place.
     *
     * @param where file and element, for example {@code jets.json: layer dense_2.weights}
     * @param what expected, got and mend, in one line
     */
    public ModelException(String where, String what) {
        super(where + ": " + what);
    }
}

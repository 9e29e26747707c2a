package org.l1ring.importer.hls4ml;

import org.l1ring.model.ModelException;

/**
 * A word of C++ text and its place.
 *
 * @param kind what it is
 * @param text as written; of a string without its quotes
 * @param file the file's path within the folder
 * @param line from 1
 */
record Token(Kind kind, String text, String file, int line) {

    /** Kinds of words. */
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        SIGN,
        /** A directive of the preprocessor: the whole line after the number sign. */
        DIRECTIVE,
        END
    }

    boolean is(String expected) {
        return text.equals(expected) && (kind == Kind.SIGN || kind == Kind.NAME);
    }

    boolean isName() {
        return kind == Kind.NAME;
    }

    /** What a message says that was found. */
    String shown() {
        String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        return kind == Kind.END ? "the end of the text" : "\"" + shown + "\"";
    }

    /** An error at this place. */
    ModelException error(String what) {
        return new ModelException(file + ":" + line, what);
    }

    /** The error of an unexpected word. */
    ModelException expected(String what) {
        return error("expected " + what + ", got " + shown());
    }
}

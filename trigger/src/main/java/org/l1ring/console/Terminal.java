package org.l1ring.console;

import java.io.Console;
import java.util.function.BooleanSupplier;

/** Whether standard error is a terminal on which a line can be drawn again. */
final class Terminal {
    /** Property by which the launcher says whether its standard error is a terminal. */
    private static final String PROPERTY = "l1ring.terminal";

    private Terminal() {}

    static boolean onStandardError() {
        return redraws(System.getProperty(PROPERTY), System.getenv("TERM"), Terminal::console);
    }

    /** The decision from what the launcher says, the kind of terminal and what the JDK says. */
    static boolean redraws(String launcher, String term, BooleanSupplier console) {
        if (term == null || term.isEmpty() || term.equals("dumb")) {
            return false;
        }
        return launcher == null ? console.getAsBoolean() : Boolean.parseBoolean(launcher);
    }

    /** The JDK knows of standard input and output only; without the launcher they have to do. */
    @SuppressWarnings("SystemConsoleNull") // it may be null again since JDK 25
    private static boolean console() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}

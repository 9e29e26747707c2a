package org.l1ring.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;

/**
 * The launcher's standard error. The JVM warns about its incubating vector module on descriptor 2
 * and no option silences it, so the launcher filters that one and hands over the real one as the
 * descriptor named by {@code l1ring.stderr}.
 */
final class StandardError {

    private static final String DESCRIPTOR_PROPERTY = "l1ring.stderr";

    private StandardError() {}

    /** Makes the launcher's descriptor {@link System#err}; without a launcher nothing changes. */
    static void useLauncherDescriptor() {
        Integer number = Integer.getInteger(DESCRIPTOR_PROPERTY);
        if (number == null) {
            return;
        }
        try {
            Constructor<FileDescriptor> maker =
                    FileDescriptor.class.getDeclaredConstructor(int.class);
            maker.setAccessible(true);
            FileOutputStream out = new FileOutputStream(maker.newInstance(number));
            System.setErr(new PrintStream(out, true, System.err.charset()));
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            // The filtered descriptor 2 serves as well, only with a pipe in between.
            return;
        }
    }
}

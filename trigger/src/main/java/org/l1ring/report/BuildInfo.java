package org.l1ring.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import jdk.incubator.vector.VectorShape;

/**
 * The program and machine behind a figure: version, source commit, JDK and vector width.
 *
 * @param version version of L1Ring
 * @param commit git commit of the sources, abbreviated; {@code unknown} outside a checkout
 * @param jdk JDK that runs, release and vendor
 * @param vectorBits width of a preferred vector in bits; 0 if the vector module is not enabled
 */
public record BuildInfo(String version, String commit, String jdk, int vectorBits) {

    /** Property by which the launcher names the commit of the checkout it runs in. */
    private static final String COMMIT_PROPERTY = "l1ring.commit";

    /**
     * The running program on this machine.
     *
     * @return what runs here
     * @throws IllegalStateException if the build left out its own properties
     */
    public static BuildInfo current() {
        Properties build = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
            if (in == null) {
                throw new IllegalStateException("org/l1ring/report/build.properties is missing");
            }
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String jdk = Runtime.version() + " (" + System.getProperty("java.vendor") + ")";
        String commit = System.getProperty(COMMIT_PROPERTY, build.getProperty("commit"));
        return new BuildInfo(build.getProperty("version"), commit, jdk, preferredVectorBits());
    }

    private static int preferredVectorBits() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return 0;
        }
        return VectorShape.preferredShape().vectorBitSize();
    }
}

package org.l1ring.cli;

import org.l1ring.report.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionText implements IVersionProvider {

    @Override
    public String[] getVersion() {
        BuildInfo build = BuildInfo.current();
        String vectors =
                build.vectorBits() == 0 ? "not enabled" : build.vectorBits() + " bits preferred";
        return new String[] {
            "l1ring " + build.version(),
            "commit " + build.commit(),
            "JDK " + build.jdk(),
            "vectors " + vectors
        };
    }
}

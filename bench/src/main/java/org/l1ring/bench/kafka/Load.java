package org.l1ring.bench.kafka;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** How busy the machine is. */
final class Load {
    private static final Path STATISTICS = Path.of("/proc/stat");
    private static final double TICK_SECONDS = 0.01;

    /** Place of the idle time, and of the wait for disks behind it. */
    private static final int IDLE = 4;

    private Load() {}

    /** Mean number of runnable threads in the last minute; NaN if not known. */
    static double lastMinute() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? Double.NaN : load;
    }

    /** Seconds that all processors together have been busy; NaN if not known. */
    static double busySeconds() {
        try {
            String[] fields = Files.readAllLines(STATISTICS).getFirst().split(" +", -1);
            double all = Arrays.stream(fields, 1, 9).mapToLong(Long::parseLong).sum();
            double idle = Long.parseLong(fields[IDLE]) + Long.parseLong(fields[IDLE + 1]);
            return (all - idle) * TICK_SECONDS;
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** Processors' time of this program in seconds. */
    static double ownSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos()
                * 1e-9;
    }
}

package org.l1ring.kafka;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.l1ring.frame.StreamException;

/** The folder in which a broker keeps its data. */
final class BrokerFolder {

    private static final long LEAST_FREE_BYTES = 16 << 20;

    private static final String MARK = "meta.properties";

    /** Kafka's lock, which its process holds while it runs. */
    private static final String LOCK = ".lock";

    /** What a broker leaves that was killed before its first start was over. */
    private static final Set<String> UNFINISHED =
            Set.of(LOCK, MARK + ".tmp", "bootstrap.checkpoint", "bootstrap.checkpoint.tmp");

    private BrokerFolder() {}

    /**
     * Makes the folder, or checks that it is one of a broker that does not run.
     *
     * @return whether it is new, so that Kafka has to format it
     * @throws StreamException if it is another program's, in use or not writable
     */
    static boolean prepare(Path folder) {
        boolean isNew;
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".l1ring", ".probe"));
            isNew = Files.notExists(folder.resolve(MARK));
            if (isNew) {
                refuseOthers(folder);
            }
            checkUnlocked(folder);
            checkRoom(folder);
        } catch (IOException e) {
            throw new StreamException(
                    folder
                            + ": expected a folder that can be written, got "
                            + e
                            + "; choose another with --dir",
                    e);
        }
        return isNew;
    }

    /** Kafka maps its index files, and a disk that is full then is a fault of memory. */
    private static void checkRoom(Path folder) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < LEAST_FREE_BYTES) {
            throw new StreamException(
                    "%s: expected at least %d MiB free on its disk, got %d; make room, or choose another folder with --dir"
                            .formatted(folder, LEAST_FREE_BYTES >> 20, free >> 20));
        }
    }

    private static void refuseOthers(Path folder) throws IOException {
        List<String> names;
        try (Stream<Path> files = Files.list(folder)) {
            names = files.map(file -> file.getFileName().toString()).sorted().toList();
        }
        for (String name : names) {
            if (!UNFINISHED.contains(name)) {
                throw new StreamException(
                        folder
                                + ": expected an empty folder or one of l1ring broker, got one that"
                                + " holds "
                                + name
                                + "; choose another with --dir");
            }
        }
    }

    private static void checkUnlocked(Path folder) throws IOException {
        Path lock = folder.resolve(LOCK);
        if (Files.notExists(lock)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held == null) {
                throw new StreamException(
                        folder
                                + ": another broker runs in this folder; stop it, or choose another"
                                + " folder with --dir and another port with --port");
            }
        }
    }
}

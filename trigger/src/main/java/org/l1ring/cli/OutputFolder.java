package org.l1ring.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * The folder of {@code --output}: there before long work begins, and gone if that leaves it empty.
 */
final class OutputFolder {
    private OutputFolder() {}

    /**
     * Works with a folder that can be written; removes it again if it was made here and the work
     * fails and leaves it empty.
     *
     * @param folder to make where it does not exist
     * @param work what needs it
     * @throws IOException if the folder cannot be written
     */
    static <T> T with(Path folder, Callable<T> work) throws Exception {
        boolean existed = Files.exists(folder);
        create(folder);
        try {
            return work.call();
        } catch (Exception e) {
            if (!existed) {
                deleteIfEmpty(folder);
            }
            throw e;
        }
    }

    private static void create(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".l1ring", ".probe"));
        } catch (IOException e) {
            throw new IOException(
                    "%s: expected a folder that can be written, got %s; choose another with --output"
                            .formatted(folder, reason(e)),
                    e);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case FileAlreadyExistsException there -> "a file, " + there.getFile();
            case AccessDeniedException _ -> "permission denied";
            default -> e.getMessage();
        };
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                return;
            }
        }
        Files.delete(folder);
    }
}

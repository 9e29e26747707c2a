package org.l1ring.frame;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * An output file that exists under its own name only once it is whole: written under a temporary
 * name beside it, moved by {@link #commit}, deleted by {@link #close} if it was not committed.
 */
public final class PendingFile implements AutoCloseable {
    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private boolean committed;

    /**
     * Opens a file for writing.
     *
     * @param target the name that the whole file is to have
     * @throws UncheckedIOException if the folder of {@code target} cannot be written, or the target
     *     is no regular file: a move would put one in the place of a device
     */
    public PendingFile(Path target) {
        this.target = target.toAbsolutePath();
        String name = "." + this.target.getFileName() + ".part" + ProcessHandle.current().pid();
        this.temporary = this.target.resolveSibling(name);
        try {
            if (Files.isDirectory(this.target)) {
                throw new IOException("it is a folder");
            }
            if (Files.exists(this.target) && !Files.isRegularFile(this.target)) {
                throw new IOException("it is a device or a pipe");
            }
            this.channel =
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s: cannot be written: %s; choose a writable folder"
                            .formatted(target, reason(e)),
                    e);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException _ -> "its folder does not exist";
            case java.nio.file.AccessDeniedException _ -> "permission denied";
            default -> e.getMessage();
        };
    }

    /**
     * The name that the whole file is to have.
     *
     * @return an absolute path
     */
    public Path target() {
        return target;
    }

    /**
     * Appends the remaining bytes of a buffer.
     *
     * @param bytes a direct buffer (others cost a copy); empty afterwards
     * @throws UncheckedIOException if the bytes cannot be written, a full disk for example
     */
    public void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s: writing failed: %s".formatted(target, e.getMessage()), e);
        }
    }

    /**
     * Writes the remaining bytes of a buffer over earlier ones.
     *
     * @param position first byte, from 0
     * @param bytes empty afterwards
     * @throws UncheckedIOException if the bytes cannot be written
     */
    public void overwrite(long position, ByteBuffer bytes) {
        try {
            long at = position;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s: writing failed: %s".formatted(target, e.getMessage()), e);
        }
    }

    /**
     * Gives the file its name; nothing may be written afterwards.
     *
     * @throws UncheckedIOException if the file cannot be moved
     */
    public void commit() {
        try {
            channel.close();
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException _) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
            committed = true;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s: cannot be written: %s".formatted(target, e.getMessage()), e);
        }
    }

    /** Deletes what was written unless it was committed. */
    @Override
    public void close() {
        if (committed) {
            return;
        }
        try {
            channel.close();
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s: cannot be deleted: %s".formatted(temporary, e.getMessage()), e);
        }
    }
}

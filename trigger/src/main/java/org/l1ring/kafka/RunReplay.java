package org.l1ring.kafka;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;
import org.l1ring.wire.EndOfRun;
import org.l1ring.wire.OrbitSlice;
import org.l1ring.wire.SliceOrigin;
import org.l1ring.wire.WireMessage;

/** One pass over a run of a topic: reads ahead of the caller and puts orbits in order. */
final class RunReplay implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration SHORT_POLL = Duration.ofMillis(5);
    private static final long WAIT_MILLIS = 1000;

    private final TopicRun run;
    private final FrameLayout layout;
    private final String layoutDigest;
    private final MemorySegment memory;
    private final long[] blocks;
    private final List<Partition> partitions = new ArrayList<>();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private long ready;
    private long released;
    private long end = Long.MAX_VALUE;
    private RuntimeException failure;
    private boolean stopped;

    /** What has come from a partition and waits for its turn. */
    private static final class Partition {
        final TopicPartition name;
        final Deque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();

        /** The first of the records, once it has been read. */
        WireMessage first;

        /** Orbit that the partition has come to. */
        long passed;

        Partition(TopicPartition name) {
            this.name = name;
        }
    }

    /**
     * Begins to read.
     *
     * @param memory receives orbit {@code o} as its part {@code o} modulo {@code slots}
     * @param slots orbits that the memory holds
     */
    RunReplay(TopicRun run, FrameLayout layout, MemorySegment memory, int slots) {
        this.run = run;
        this.layout = layout;
        this.layoutDigest = layout.digest();
        this.memory = memory;
        this.blocks = new long[slots];
        this.consumer = TopicRun.consumer(run.settings());
        consumer.assign(run.starts().keySet());
        run.starts()
                .forEach((partition, offset) -> {
                    consumer.seek(partition, offset);
                    partitions.add(new Partition(partition));
                });
        this.thread = Thread.ofPlatform().daemon().name("l1ring kafka source").start(this::read);
    }

    /** Waits for an orbit; gives up those before it. False if the run ends before it. */
    synchronized boolean await(long orbit) {
        released = orbit;
        notifyAll();
        try {
            while (orbit >= ready && orbit < end && failure == null && !stopped) {
                run.patience().nothing("orbit " + orbit + " of run " + run.run() + " is next");
                wait(WAIT_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
        if (orbit < ready && orbit < end) {
            return true;
        }
        if (failure != null) {
            throw failure;
        }
        return false;
    }

    /** Lets {@link #await} return. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    private void read() {
        try (consumer) {
            while (goesOn()) {
                boolean moved = false;
                for (Partition partition : partitions) {
                    moved |= advance(partition);
                }
                checkMissing();
                poll(moved);
            }
        } catch (WakeupException _) {
            // closed
        } catch (StreamException e) {
            fail(e);
        } catch (KafkaException e) {
            fail(run.settings().failure(run.name() + ": cannot be read", e));
        } catch (RuntimeException e) {
            fail(e);
        } catch (Error e) {
            fail(new StreamException(run.name() + ": " + e, e));
            throw e;
        }
    }

    private synchronized void fail(RuntimeException e) {
        failure = e;
        notifyAll();
    }

    private synchronized boolean goesOn() {
        return !stopped && ready < end;
    }

    /** Fetches for the partitions of which nothing waits. */
    private void poll(boolean moved) {
        boolean waiting = false;
        boolean empty = false;
        for (Partition partition : partitions) {
            List<TopicPartition> one = List.of(partition.name);
            if (partition.records.isEmpty()) {
                consumer.resume(one);
                empty = true;
            } else {
                consumer.pause(one);
                waiting = true;
            }
        }
        if (!empty) {
            if (!moved) {
                awaitRoom();
            }
            return;
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(waiting ? SHORT_POLL : POLL)) {
            for (Partition partition : partitions) {
                if (partition.name.partition() == record.partition()) {
                    partition.records.add(record);
                }
            }
        }
    }

    private synchronized void awaitRoom() {
        try {
            while (!stopped && ready >= released + blocks.length) {
                wait(WAIT_MILLIS);
            }
        } catch (InterruptedException _) {
            stopped = true;
        }
    }

    /** Takes what has come from a partition, as far as the memory reaches. */
    private boolean advance(Partition partition) {
        boolean moved = false;
        while (!partition.records.isEmpty()) {
            ConsumerRecord<byte[], byte[]> record = partition.records.peek();
            long recordRun = TopicRun.run(record);
            if (recordRun > run.run()) {
                partition.passed = Long.MAX_VALUE;
            } else if (recordRun == run.run() && !take(partition, record)) {
                return moved;
            }
            partition.records.remove();
            partition.first = null;
            moved = true;
        }
        return moved;
    }

    /** Takes a record of the run; false if the memory does not reach its orbit yet. */
    private boolean take(Partition partition, ConsumerRecord<byte[], byte[]> record) {
        if (partition.first == null) {
            partition.first = TopicRun.decode(record);
        }
        switch (partition.first) {
            case OrbitSlice slice -> {
                long orbit = slice.origin().orbit();
                partition.passed = Math.max(partition.passed, orbit);
                if (!reaches(orbit)) {
                    return false;
                }
                store(slice, record);
            }
            case EndOfRun last -> {
                partition.passed = Long.MAX_VALUE;
                endsAt(last.orbits());
            }
            case WireMessage other ->
                    throw TopicRun.fault(
                            record,
                            "expected a slice of an orbit, got "
                                    + other.getClass().getSimpleName()
                                    + "; name a topic of frames");
        }
        return true;
    }

    private synchronized boolean reaches(long orbit) {
        return orbit < released + blocks.length;
    }

    private synchronized void endsAt(long orbits) {
        end = Math.min(end, orbits);
        notifyAll();
    }

    private void store(OrbitSlice slice, ConsumerRecord<byte[], byte[]> record) {
        SliceOrigin origin = slice.origin();
        if (!origin.layoutDigest().equals(layoutDigest)
                || slice.frameBytes() != layout.frameBytes()) {
            throw TopicRun.fault(
                    record,
                    "FRAME_LAYOUT, expected frames of %d bytes of layout %.12s, got %d of %.12s"
                            .formatted(
                                    layout.frameBytes(),
                                    layoutDigest,
                                    slice.frameBytes(),
                                    origin.layoutDigest()));
        }
        int slot = (int) (origin.orbit() % blocks.length);
        long mask = origin.blockMask();
        if (origin.orbit() < ready || (blocks[slot] & mask) != 0) {
            throw TopicRun.fault(
                    record,
                    "expected each slice once, got slice %d of orbit %d again"
                            .formatted(origin.slice(), origin.orbit()));
        }
        long bytes = (long) origin.crossings() * layout.frameBytes();
        long offset =
                slot * layout.orbitBytes() + (long) origin.firstCrossing() * layout.frameBytes();
        slice.unpack(memory.asSlice(offset, bytes));
        blocks[slot] |= mask;
        if (origin.orbit() == ready) {
            handOver();
        }
    }

    private synchronized void handOver() {
        while (blocks[(int) (ready % blocks.length)] == FrameLayout.ALL_BLOCKS) {
            blocks[(int) (ready % blocks.length)] = 0;
            ready++;
        }
        run.patience().something();
        notifyAll();
    }

    /** What all partitions have passed by, and what has not come by then, never comes. */
    private synchronized void checkMissing() {
        long passed = partitions.stream().mapToLong(partition -> partition.passed).min().orElse(0);
        if (ready >= end || passed <= ready) {
            return;
        }
        long got = blocks[(int) (ready % blocks.length)];
        if (end == Long.MAX_VALUE && passed == Long.MAX_VALUE && idle()) {
            // a feed that was killed; a later run follows
            end = ready;
            notifyAll();
            return;
        }
        int block = Long.numberOfTrailingZeros(~got);
        throw new StreamException(
                ("%s: orbit %d of run %d: expected its slice from crossing %d on in one of %d"
                                + " partitions, got later records only (%s); feed the run again")
                        .formatted(
                                run.name(),
                                ready,
                                run.run(),
                                block * FrameLayout.BLOCK_CROSSINGS,
                                partitions.size(),
                                place()));
    }

    private boolean idle() {
        for (long got : blocks) {
            if (got != 0) {
                return false;
            }
        }
        return true;
    }

    /** How far each partition has come. */
    private String place() {
        StringBuilder text = new StringBuilder();
        for (Partition partition : partitions) {
            ConsumerRecord<byte[], byte[]> head = partition.records.peek();
            text.append(text.isEmpty() ? "" : ", ")
                    .append("partition ")
                    .append(partition.name.partition())
                    .append(" offset ")
                    .append(head == null ? consumer.position(partition.name) : head.offset());
        }
        return text.toString();
    }

    @Override
    public void close() {
        stop();
        consumer.wakeup();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

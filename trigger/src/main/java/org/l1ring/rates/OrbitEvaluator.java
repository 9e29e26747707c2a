package org.l1ring.rates;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.Engine;
import org.l1ring.menu.CutScan;
import org.l1ring.menu.InputWord;
import org.l1ring.menu.MenuCircuit;
import org.l1ring.menu.MenuKernel;

/** Evaluates orbits by several threads and hands them out in order. */
final class OrbitEvaluator {
    private static final int FRAME_BYTES = FrameLayout.TRIGGER_WORDS.frameBytes();
    private static final ValueLayout.OfInt WORD =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MenuCircuit circuit;
    private final List<CutScan> scans;
    private final BlockingQueue<Kernels> idle;
    private final int threads;

    OrbitEvaluator(MenuCircuit circuit, List<CutScan> scans, int threads) {
        this.circuit = circuit;
        this.scans = List.copyOf(scans);
        this.threads = threads;
        this.idle = new ArrayBlockingQueue<>(threads);
        for (int i = 0; i < threads; i++) {
            idle.add(new Kernels());
        }
    }

    /** What one thread needs. */
    private final class Kernels {
        private final MenuKernel kernel = new MenuKernel(circuit, Engine.VECTOR);
        private final OrbitWords words = new OrbitWords();
        private final long[] rows = new long[MenuKernel.CROSSINGS];
        private final List<CircuitInterpreter> cuts =
                scans.stream().map(scan -> new CircuitInterpreter(scan.circuit())).toList();

        OrbitBits evaluate(OrbitStream.Reader reader, long orbit) {
            reader.read(orbit, words);
            int algorithms = circuit.algorithms().size();
            OrbitBits orbitBits = new OrbitBits(words, algorithms, scans.size());
            for (int from = 0; from < words.crossings(); from += MenuKernel.CROSSINGS) {
                int count = Math.min(MenuKernel.CROSSINGS, words.crossings() - from);
                for (int k = 0; k < count; k++) {
                    rows[k] = words.segment().address() + words.offset(from + k);
                }
                kernel.run(rows, count);
                for (int i = 0; i < algorithms; i++) {
                    for (int k = 0; k < count; k += Long.SIZE) {
                        long there = -1L >>> -Math.min(Long.SIZE, count - k);
                        long fired = kernel.bits(i, k / Long.SIZE) & there;
                        transpose(fired, from + k, i, orbitBits);
                    }
                }
            }
            for (int i = 0; i < cuts.size(); i++) {
                scan(cuts.get(i), scans.get(i).words(), orbitBits.values[i]);
            }
            return orbitBits;
        }

        private static void transpose(long column, int start, int algorithm, OrbitBits target) {
            int word = algorithm / Long.SIZE;
            for (long rest = column; rest != 0; rest &= rest - 1) {
                int crossing = start + Long.numberOfTrailingZeros(rest);
                target.fired[crossing * target.width + word] |= 1L << algorithm;
            }
        }

        private void scan(CircuitInterpreter cut, List<InputWord> inputs, long[] values) {
            long[] rows = new long[values.length * inputs.size()];
            int at = 0;
            for (int k = 0; k < values.length; k++) {
                for (InputWord input : inputs) {
                    long frame = words.offset(k) + (long) input.bxOffset() * FRAME_BYTES;
                    rows[at++] = words.segment().get(WORD, frame + 4L * input.word());
                }
            }
            cut.run(rows, 0, values.length, values);
        }
    }

    /**
     * Evaluates a stream.
     *
     * @param stream from its first orbit to its last
     * @param each receives the orbits in order, on this thread
     */
    void run(OrbitStream stream, Consumer<OrbitBits> each) {
        List<OrbitStream.Reader> readers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            readers.add(stream.reader());
        }
        BlockingQueue<OrbitStream.Reader> free = new ArrayBlockingQueue<>(threads, false, readers);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Deque<Future<OrbitBits>> ahead = new ArrayDeque<>();
            long next = 0;
            for (long orbit = 0; orbit < stream.orbits(); orbit++) {
                while (next < stream.orbits() && ahead.size() < 2 * threads) {
                    long number = next++;
                    ahead.add(pool.submit(() -> evaluate(free, number)));
                }
                each.accept(ahead.remove().get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("an orbit could not be evaluated", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while orbits were evaluated", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private OrbitBits evaluate(BlockingQueue<OrbitStream.Reader> free, long orbit)
            throws InterruptedException {
        OrbitStream.Reader reader = free.take();
        Kernels kernels = idle.take();
        try {
            return kernels.evaluate(reader, orbit);
        } finally {
            idle.add(kernels);
            free.add(reader);
        }
    }
}

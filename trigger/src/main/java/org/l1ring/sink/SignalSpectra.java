package org.l1ring.sink;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.l1ring.feed.FrameField;
import org.l1ring.frame.FrameLayout;
import org.l1ring.ring.BlockSink;
import org.l1ring.ring.CrossingBlock;
import org.l1ring.ring.ScoreSpectrum;

/**
 * Score spectra of object frames, one of zero bias (colliding crossings without a signal) and one
 * of each injected signal, from which efficiencies at a threshold follow.
 *
 * <p>Crossings without a collision are not counted. The spectra belong to the run until it has
 * ended.
 */
public final class SignalSpectra implements BlockSink {
    /** Signal numbers of a frame's flags: 0 for none, to 15. */
    public static final int SIGNALS = 16;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long FLAGS_AT = FrameField.FLAGS.byteOffset();

    private final int oneIn;
    private final ScoreSpectrum[] spectra = new ScoreSpectrum[SIGNALS];

    /**
     * Empty spectra.
     *
     * @param oneIn counts one block in this many, at least 1, every block of the orbit in its turn
     */
    public SignalSpectra(int oneIn) {
        if (oneIn < 1) {
            throw new IllegalArgumentException(
                    "score spectra: expected one block in 1 or more, got " + oneIn);
        }
        this.oneIn = oneIn;
        for (int i = 0; i < SIGNALS; i++) {
            spectra[i] = new ScoreSpectrum();
        }
    }

    @Override
    public void block(CrossingBlock block) {
        if ((block.orbit() + block.block()) % oneIn != 0) {
            return;
        }
        MemorySegment frames = block.frameSegment();
        long at = block.frameOffset() + FLAGS_AT;
        for (int k = 0; k < block.crossings(); k++) {
            int flags = frames.get(SHORT, at);
            if ((flags & 1) != 0) {
                spectra[(flags >>> 8) & 15].add(block.score(k));
            }
            at += FrameLayout.OBJECTS.frameBytes();
        }
    }

    /**
     * The scores of zero bias or of a signal.
     *
     * @param number signal number, 0 for zero bias, to 15
     * @return its spectrum, to be read after the run
     */
    public ScoreSpectrum spectrum(int number) {
        return spectra[number];
    }
}

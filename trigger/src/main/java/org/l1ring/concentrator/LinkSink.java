package org.l1ring.concentrator;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.l1ring.econ.LinkFormat;
import org.l1ring.frame.FrameLayout;
import org.l1ring.ring.BlockSink;
import org.l1ring.ring.CrossingBlock;

/**
 * The links of a module in the order of the stream: sends the words of each crossing, through the
 * buffer where frames vary in length, counts them and writes them to a file.
 */
public final class LinkSink implements BlockSink {
    private final int wordsOfLinks;
    private final Optional<BufferedLinks> buffered;
    private final Optional<LinkFileWriter> file;
    private final FrameSlot layout;
    private final short[] frames;
    private final int[] words = new int[LinkFormat.MOST_WORDS];
    private long crossings;
    private long frameWords;
    private long cut;
    private long mismatches;

    /**
     * Links.
     *
     * @param options of the chain
     * @param file for the words, which belongs to the sink from now on
     */
    LinkSink(ChainOptions options, Optional<LinkFileWriter> file) {
        this.wordsOfLinks = 2 * options.links();
        this.layout = options.slot();
        this.frames = new short[FrameLayout.BLOCK_CROSSINGS * layout.stride()];
        this.buffered =
                options.buffered() ? Optional.of(new BufferedLinks(options)) : Optional.empty();
        this.file = file;
    }

    @Override
    public void block(CrossingBlock block) {
        MemorySegment slot = block.algorithms();
        mismatches += FrameSlot.mismatches(slot);
        cut += FrameSlot.cut(slot);
        layout.load(slot, frames, block.crossings());
        for (int k = 0; k < block.crossings(); k++) {
            int count = layout.read(frames, k, words);
            if (buffered.isPresent()) {
                buffered.get().send(words);
                count = wordsOfLinks;
            } else {
                frameWords += count;
            }
            if (file.isPresent()) {
                file.get().write(words, count);
            }
        }
        crossings += block.crossings();
    }

    @Override
    public void lost(long orbit, int block) {
        throw new IllegalStateException("nothing is lost without pacing");
    }

    @Override
    public void finish() {
        if (buffered.isPresent()) {
            while (buffered.get().drain(words)) {
                if (file.isPresent()) {
                    file.get().write(words, wordsOfLinks);
                }
            }
            buffered.get().finish();
        }
        if (file.isPresent()) {
            file.get().finish(crossings);
        }
    }

    @Override
    public void close() {
        file.ifPresent(LinkFileWriter::close);
    }

    /** What the run did; to be asked when it has ended. */
    public ChainTotals totals() {
        long arrivedWrong = mismatches + buffered.map(BufferedLinks::mismatches).orElse(0L);
        return new ChainTotals(
                crossings,
                frameWords + buffered.map(BufferedLinks::frameWords).orElse(0L),
                crossings * wordsOfLinks,
                buffered.map(BufferedLinks::overflows).orElse(0L),
                buffered.map(BufferedLinks::early).orElse(0L),
                buffered.map(BufferedLinks::mostWaiting).orElse(0),
                cut,
                arrivedWrong);
    }
}

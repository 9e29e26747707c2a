package org.l1ring.kafka;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All that a decider must know to go on where another one stopped. It travels as the metadata of
 * the decider's committed offset, and so belongs to the same transaction as the accepts.
 *
 * @param run run that was begun last, -1 if there was none
 * @param next next orbit of the run, or the number of its orbits
 * @param open whether the run has not ended
 * @param accepts accepted crossings of the run
 * @param lostBlocks lost blocks of the run
 * @param lostCrossings crossings of the lost blocks
 * @param handled offset before which every record has been seen; those read again only fill gaps
 * @param seen how far each partition of the frames has come, null for one not seen
 */
record DeciderState(
        long run,
        long next,
        boolean open,
        long accepts,
        long lostBlocks,
        long lostCrossings,
        long handled,
        List<Position> seen) {
    /** Nothing decided. */
    static final DeciderState NONE = new DeciderState(-1, 0, false, 0, 0, 0, 0, List.of());

    /** Metadata longer than this is refused by brokers, unless they were told otherwise. */
    private static final int LONGEST = 4096;

    private static final int VERSION = 1;
    private static final int DECIMAL = 10;

    /** The end of a run; other places are in digits and small letters. */
    private static final String END = "E";

    DeciderState {
        seen = Collections.unmodifiableList(new ArrayList<>(seen));
    }

    /** Whether a run has been decided to its end and none is going on. */
    boolean ended() {
        return run >= 0 && !open;
    }

    /** The state as text. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(VERSION).append(' ').append(run).append(' ').append(next).append(' ');
        text.append(open ? 1 : 0).append(' ').append(accepts).append(' ').append(lostBlocks);
        text.append(' ').append(lostCrossings).append(' ').append(handled);
        for (Position each : seen) {
            text.append(' ');
            if (each == null) {
                text.append('-');
                continue;
            }
            if (each.run() != run) {
                text.append(each.run()).append(':');
            }
            text.append(
                    each.index() == Position.END
                            ? END
                            : Long.toString(each.index(), Character.MAX_RADIX));
        }
        if (text.length() > LONGEST) {
            throw new IllegalStateException(
                    "decider's state: expected %d characters at most, got %d; use fewer partitions"
                            .formatted(LONGEST, text.length()));
        }
        return text.toString();
    }

    /**
     * Reads a state.
     *
     * @param text as {@link #text} gives it; empty for {@link #NONE}
     * @throws IllegalArgumentException if it is none
     */
    static DeciderState parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        String[] words = text.split(" ", -1);
        try {
            if (Integer.parseInt(words[0]) == VERSION) {
                long run = Long.parseLong(words[1]);
                List<Position> seen = new ArrayList<>();
                for (int i = 8; i < words.length; i++) {
                    seen.add(position(words[i], run));
                }
                return new DeciderState(
                        run,
                        Long.parseLong(words[2]),
                        words[3].equals("1"),
                        Long.parseLong(words[4]),
                        Long.parseLong(words[5]),
                        Long.parseLong(words[6]),
                        Long.parseLong(words[7]),
                        seen);
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw unknown(text, e);
        }
        throw unknown(text, null);
    }

    private static IllegalArgumentException unknown(String text, Exception cause) {
        return new IllegalArgumentException(
                "decider's state: expected version %d, got \"%s\"; choose another --group and --sink"
                        .formatted(VERSION, text),
                cause);
    }

    private static Position position(String word, long run) {
        if (word.equals("-")) {
            return null;
        }
        int colon = word.indexOf(':');
        long its = colon < 0 ? run : Long.parseLong(word, 0, colon, DECIMAL);
        String index = word.substring(colon + 1);
        return new Position(
                its, index.equals(END) ? Position.END : Long.parseLong(index, Character.MAX_RADIX));
    }
}

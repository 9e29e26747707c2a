package org.l1ring.econ;

/** Bit fields in words of 16 bits, the highest bit of a word first. */
final class Words {
    private static final int WIDTH = 16;

    private int[] words = {};
    private int start;
    private int position;

    /** Begins at a word. */
    void open(int[] array, int firstWord) {
        words = array;
        start = firstWord;
        position = 0;
    }

    /** Appends the low bits of a value; what a word held before is lost. */
    void write(int value, int bits) {
        for (int left = bits; left > 0; ) {
            int word = start + position / WIDTH;
            int free = WIDTH - position % WIDTH;
            int taken = Math.min(free, left);
            int piece = (value >> (left - taken)) & mask(taken);
            words[word] = (free == WIDTH ? 0 : words[word]) | (piece << (free - taken));
            position += taken;
            left -= taken;
        }
    }

    int read(int bits) {
        int value = 0;
        for (int left = bits; left > 0; ) {
            int word = words[start + position / WIDTH];
            int free = WIDTH - position % WIDTH;
            int taken = Math.min(free, left);
            value = (value << taken) | ((word >> (free - taken)) & mask(taken));
            position += taken;
            left -= taken;
        }
        return value;
    }

    private static int mask(int bits) {
        return (1 << bits) - 1;
    }

    /** Words that have been begun. */
    int words() {
        return (position + WIDTH - 1) / WIDTH;
    }

    /** Words that have been begun, rounded up to a multiple, zeros added. */
    int finish(int multiple) {
        int unit = WIDTH * multiple;
        int units = (position + unit - 1) / unit;
        while (position < units * unit) {
            write(0, Math.min(WIDTH - position % WIDTH, units * unit - position));
        }
        return position / WIDTH;
    }
}

package org.l1ring.econ;

import java.util.List;
import org.l1ring.circuit.CircuitBuilder;

/**
 * The words of a crossing as steps of a circuit.
 *
 * @param words steps of words of 16 bits; those behind the last one that is sent are zero
 * @param count step of the number of words that are sent
 */
public record PackedWords(List<Integer> words, int count) {

    /** Copies the list. */
    public PackedWords {
        words = List.copyOf(words);
    }

    /** Words that are all sent. */
    static PackedWords all(CircuitBuilder builder, List<Integer> words) {
        return new PackedWords(words, builder.constant(words.size()));
    }
}

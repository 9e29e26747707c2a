package org.l1ring.importer.onnx;

import java.util.List;

/** A setting of a node. */
sealed interface Attribute {
    /** An integer. */
    record Whole(long value) implements Attribute {}

    /** A number. */
    record Real(double value) implements Attribute {}

    /** A text. */
    record Text(String value) implements Attribute {}

    /** A list of integers. */
    record Wholes(List<Long> values) implements Attribute {
        /** Copies the list. */
        public Wholes {
            values = List.copyOf(values);
        }
    }

    /** A list of numbers. */
    record Reals(List<Double> values) implements Attribute {
        /** Copies the list. */
        public Reals {
            values = List.copyOf(values);
        }
    }

    /** A list of texts. */
    record Texts(List<String> values) implements Attribute {
        /** Copies the list. */
        public Texts {
            values = List.copyOf(values);
        }
    }

    /** A constant tensor. */
    record Constant(Tensor value) implements Attribute {}

    /** A setting of a kind that no supported operator has. */
    record Other(String kind) implements Attribute {}
}

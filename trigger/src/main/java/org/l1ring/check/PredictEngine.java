package org.l1ring.check;

import java.util.Locale;
import java.util.Optional;

/** What can evaluate rows for predictions. */
public enum PredictEngine {
    /** The circuit's steps one crossing at a time. */
    INTERPRETER,
    /** The block kernel's scalar loops. */
    SCALAR,
    /** The block kernel's vector loops. */
    VECTOR,
    /** The model layer by layer with numbers of any size. */
    LAYERS,
    /** The generated HLS C++, compiled by g++. */
    HLS,
    /** The generated Verilog pipeline, built by Verilator. */
    RTL,
    /** Double precision without quantization. */
    FLOAT;

    /** The bit-exact engine, if it is one. */
    Optional<EngineKind> exact() {
        return this == FLOAT ? Optional.empty() : Optional.of(EngineKind.valueOf(name()));
    }

    /** The name as commands write it, in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

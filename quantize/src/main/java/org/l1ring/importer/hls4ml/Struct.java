package org.l1ring.importer.hls4ml;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A configuration: constants, types and aliases by name, as their words. */
final class Struct {
    private final String name;
    private final Token place;
    final Map<String, List<Token>> constants = new HashMap<>();
    final Map<String, List<Token>> types = new HashMap<>();

    Struct(String name, Token place) {
        this.name = name;
        this.place = place;
    }

    String name() {
        return name;
    }

    /** The name as a template argument. */
    List<Token> words() {
        return List.of(new Token(Token.Kind.NAME, name, place.file(), place.line()));
    }

    Token place() {
        return place;
    }
}

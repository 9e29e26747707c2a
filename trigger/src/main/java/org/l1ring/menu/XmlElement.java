package org.l1ring.menu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An element of a menu's file with its children, its text and its place. */
final class XmlElement {
    private final String name;
    private final int line;
    private final List<XmlElement> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    XmlElement(String name, int line) {
        this.name = name;
        this.line = line;
    }

    String name() {
        return name;
    }

    int line() {
        return line;
    }

    void add(XmlElement child) {
        children.add(child);
    }

    void add(String characters) {
        text.append(characters);
    }

    /** The text between the tags, without space around it. */
    String text() {
        return text.toString().strip();
    }

    /** All children of a name. */
    List<XmlElement> all(String child) {
        return children.stream().filter(element -> element.name.equals(child)).toList();
    }

    /** The first child of a name. */
    Optional<XmlElement> first(String child) {
        return children.stream().filter(element -> element.name.equals(child)).findFirst();
    }
}

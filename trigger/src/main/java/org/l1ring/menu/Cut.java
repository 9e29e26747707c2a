package org.l1ring.menu;

import java.util.Arrays;
import java.util.List;

/**
 * A cut as the menu's file has it.
 *
 * @param name as expressions refer to it, for example {@code MU-ETA_2p10}
 * @param type what it cuts on
 * @param minimum lower end, in the units of its scale
 * @param maximum upper end
 * @param data what ISO, QLTY, IP, DISP, CHG, CHGCOR and MODEL allow; else empty
 */
public record Cut(String name, CutType type, double minimum, double maximum, String data) {

    /** The allowed values of {@link #data}, separated by commas. */
    public List<String> allowed() {
        return Arrays.stream(data.split(",", -1))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }
}

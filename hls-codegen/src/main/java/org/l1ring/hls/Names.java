package org.l1ring.hls;

import java.util.HashSet;
import java.util.Set;

/** Legal and distinct identifiers of C++. */
final class Names {
    private static final Set<String> KEYWORDS =
            Set.of(
                    """
                    alignas alignof and and_eq asm auto bitand bitor bool break case catch char
                    char16_t char32_t char8_t class co_await co_return co_yield compl concept const
                    const_cast consteval constexpr constinit continue decltype default delete do
                    double dynamic_cast else enum explicit export extern false float for friend
                    goto if inline int long main mutable namespace new nnet noexcept not not_eq
                    nullptr operator or or_eq private protected public register reinterpret_cast
                    requires return short signed sizeof static static_assert static_cast std struct
                    switch template this thread_local throw true try typedef typeid typename union
                    unsigned using virtual void volatile wchar_t while xor xor_eq linux unix
                    """
                            .split("\\s+"));

    /** Names of the bench. */
    private static final Set<String> BENCH =
            Set.of(
                    "main",
                    "evaluate",
                    "read_line",
                    "parse",
                    "open",
                    "compare",
                    "run",
                    "INPUTS",
                    "LEAD",
                    "OUTPUTS",
                    "SHOWN");

    private final Set<String> taken = new HashSet<>();

    /** A name for a function and its files: the model's, where C++ allows it. */
    static String top(String name) {
        String legal = name.replaceAll("[^A-Za-z0-9_]", "_").replaceAll("_{2,}", "_");
        boolean own =
                BENCH.contains(legal) || legal.matches("([a-z]+|[a-z]+_table)\\d+(_[a-z]+)?|.*_t");
        boolean free = legal.matches("[A-Za-z]\\w*") && !KEYWORDS.contains(legal) && !own;
        return free ? legal : "model_" + legal.replaceAll("^_", "");
    }

    /** Takes names that others must not get. */
    Names without(String... names) {
        taken.addAll(Set.of(names));
        return this;
    }

    /**
     * An identifier that was not given before and is none of the text's own: those end in {@code
     * _t}, are letters before a number, or begin with a word before a number.
     */
    String unique(String name) {
        String legal = name.replaceAll("[^A-Za-z0-9_]", "_").replaceAll("_{2,}", "_");
        boolean own =
                legal.matches(
                        "([a-z]+|[a-z]+_)\\d+(_.*)?|.*_t|[A-Z0-9_]+|(ap|nnet|input|column|scaled)_.*");
        if (own || !legal.matches("[A-Za-z].*") || KEYWORDS.contains(legal)) {
            legal = "port_" + legal;
        }
        String result = legal;
        for (int i = 2; !taken.add(result); i++) {
            result = legal + "_n" + i;
        }
        return result;
    }
}

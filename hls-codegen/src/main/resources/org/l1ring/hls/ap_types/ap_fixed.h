// Fixed-point numbers as plain integers: a small stand-in for the vendor's ap_fixed.h.
//
// Use it by include path only, where the vendor's headers are absent: g++ -Ifirmware/ap_types.
// Types of results follow the vendor's rules, so the same code compiles against both and gives
// the same bits. Numbers have up to 64 bits, exact intermediate results up to 128.
// It holds what the generated code and its bench need, and nothing for synthesis.
#ifndef L1RING_AP_FIXED_H_
#define L1RING_AP_FIXED_H_

#include <cmath>

enum ap_q_mode { AP_RND, AP_RND_ZERO, AP_RND_MIN_INF, AP_RND_INF, AP_RND_CONV, AP_TRN, AP_TRN_ZERO };
enum ap_o_mode { AP_SAT, AP_SAT_ZERO, AP_SAT_SYM, AP_WRAP, AP_WRAP_SM };

namespace ap_plain {

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

template <bool WIDE> struct Integer {
    typedef long long type;
    typedef unsigned long long bits;
    enum { size = 64 };
};
template <> struct Integer<true> {
    typedef int128 type;
    typedef uint128 bits;
    enum { size = 128 };
};

// A signed integer of at least so many bits.
template <int BITS> struct Holder : Integer<(BITS > 64)> {
    static_assert(BITS <= 128, "an exact result needs more than 128 bits: narrow the types");
};

constexpr int max_of(int a, int b) { return a > b ? a : b; }
constexpr int min_of(int a, int b) { return a < b ? a : b; }

// The low W bits of v as a number of W bits.
template <int W, bool S, class OUT, class R> inline OUT low_bits(R v) {
    typedef Integer<(sizeof(R) > 8)> from;
    enum { unused = from::size > W ? from::size - W : 0 };
    return S ? (OUT)((typename from::type)((typename from::bits)v << unused) >> unused)
             : (OUT)((typename from::bits)v << unused >> unused);
}

// Drops low bits, at least one and fewer than R has.
template <ap_q_mode Q> struct Rounding {
    template <class R> static R drop(R raw, int bits) {
        const R floor = raw >> bits;
        const bool half = (raw >> (bits - 1)) & 1;
        const bool more = (raw & (((R)1 << (bits - 1)) - 1)) != 0;
        const bool up = Q == AP_RND            ? half
                        : Q == AP_RND_ZERO     ? half && (more || raw < 0)
                        : Q == AP_RND_MIN_INF  ? half && more
                        : Q == AP_RND_INF      ? half && (more || raw >= 0)
                        : Q == AP_RND_CONV     ? half && (more || (floor & 1))
                        : Q == AP_TRN_ZERO     ? (half || more) && raw < 0
                                               : false;
        return floor + up;
    }
};
template <> struct Rounding<AP_TRN> {
    template <class R> static R drop(R raw, int bits) { return raw >> bits; }
};

// Fits a value to W bits. `negative` is the source's sign, `above` its bit W before rounding.
template <int W, bool S, ap_o_mode O, int N> struct Overflow {
    typedef typename Holder<W + !S>::type raw_t;

    template <class R> static raw_t fit(R v, bool negative, bool above) {
        const bool holds = Integer<(sizeof(R) > 8)>::size > W;
        enum { last = S ? W - 1 : W, shift = last < (int)Integer<(sizeof(R) > 8)>::size - 1 ? last : 0 };
        const R high = ((R)1 << shift) - 1;
        const R low = !S ? 0 : O == AP_SAT_SYM ? -high : -high - 1;
        if (!holds) {
            return O == AP_SAT_SYM && v == -high - 1 ? (raw_t)-high : (raw_t)v;
        }
        if (v >= low && v <= high) {
            return (raw_t)v;
        }
        switch (O) {
            case AP_SAT:
            case AP_SAT_SYM:
                return (raw_t)(v < low ? low : high);
            case AP_SAT_ZERO:
                return 0;
            default:
                return low_bits<W, S, raw_t>(wrapped((typename Integer<(sizeof(R) > 8)>::bits)v, negative, above));
        }
    }

    // Bits [from, to).
    template <class B> static B ones(int from, int to) {
        return ((to >= (int)sizeof(B) * 8 ? (B)0 : (B)1 << to) - 1) & ~(((B)1 << from) - 1);
    }

    template <class B> static B wrapped(B bits, bool negative, bool above) {
        if (!S) {
            return O == AP_WRAP && N > 0 ? bits | ones<B>(W - N, W) : bits;
        }
        const B sign = (B)1 << (W - 1);
        const bool shown = (bits & sign) != 0;
        if (O == AP_WRAP_SM) {
            if (N == 0) {
                bits = above != shown ? ~bits : bits;
                return above ? bits | sign : bits & ~sign;
            }
            const bool lowest = (bits >> (W - N)) & 1;
            bits = (N == 1 ? negative != shown : lowest == negative) ? ~bits : bits;
        }
        if (N == 0) {
            return bits;
        }
        const B top = ones<B>(W - N, W - 1);
        return negative ? (bits | sign) & ~top : (bits & ~sign) | top;
    }
};

// From W1 bits, I1 of them integer, to W2 bits: quantization, then overflow.
template <int W1, int I1, bool S1, int W2, int I2, bool S2, ap_q_mode Q, ap_o_mode O, int N>
struct Cast {
    enum {
        drop = (W1 - I1) - (W2 - I2),
        down = drop > 0 ? min_of(drop, W1 + 2) : 0,
        up = drop < 0 ? -drop : 0,
        rises = drop > 0 && Q != AP_TRN,
        fits = (S2 || !S1) && I1 - S1 + rises <= I2 - S2 && (O != AP_SAT_SYM || !S1 || (I1 + rises < I2 && W2 > 1)),
        plain = (O == AP_WRAP && N == 0) || (O == AP_WRAP_SM && !S2),
        room = fits ? W2 + !S2 : plain ? max_of(W1, W2) + 1 : W1 + !S1 + up
    };
    typedef typename Holder<W1 + !S1>::type from_t;
    typedef typename Holder<W2 + !S2>::type raw_t;
    typedef Holder<max_of(W1 + !S1, max_of(room, down + 1))> work;
    typedef typename work::type R;

    static raw_t of(from_t raw) {
        R v = raw;
        if (drop > 0) {
            v = Rounding<Q>::template drop<R>(v, drop > 0 ? (int)down : 1);
        } else if (drop < 0) {
            v = (int)up < (int)work::size ? (R)((typename work::bits)v << ((int)up < (int)work::size ? (int)up : 0)) : 0;
        }
        if (fits) {
            return (raw_t)v;
        }
        if (plain) {
            return low_bits<W2, S2, raw_t>(v);
        }
        enum { position = drop + W2, last = Holder<W1 + !S1>::size - 1 };
        const bool above = position >= 0 && ((raw >> (position < 0 ? 0 : min_of(position, last))) & 1);
        return Overflow<W2, S2, O, N>::template fit<R>(v, raw < 0, above);
    }
};

// Some bits of a number, to be read.
struct Slice {
    unsigned long long value;
    unsigned long long to_uint64() const { return value; }
    unsigned to_uint() const { return (unsigned)value; }
};

// The bits of a number, to be read and written.
template <class T> class Bits {
    T& number;

public:
    explicit Bits(T& x) : number(x) {}
    Bits(const Bits& other) : number(other.number) {}
    void operator=(const Bits& other) { number.set_bits(other.to_uint64()); }
    template <class U> void operator=(const Bits<U>& other) { number.set_bits(other.to_uint64()); }
    void operator=(const Slice& other) { number.set_bits(other.value); }
    void operator=(unsigned long long bits) { number.set_bits(bits); }
    void operator=(long long bits) { number.set_bits((unsigned long long)bits); }
    unsigned long long to_uint64() const { return number.bits(); }
    unsigned to_uint() const { return (unsigned)number.bits(); }
};

}  // namespace ap_plain

template <int W, int I, bool S, ap_q_mode Q = AP_TRN, ap_o_mode O = AP_WRAP, int N = 0>
struct ap_fixed_base {
    static const int width = W;
    static const int iwidth = I;
    static const ap_q_mode qmode = Q;
    static const ap_o_mode omode = O;
    typedef typename ap_plain::Holder<W + !S>::type raw_t;

    raw_t V;

    ap_fixed_base() : V(0) {}
    template <int W2, int I2, bool S2, ap_q_mode Q2, ap_o_mode O2, int N2>
    ap_fixed_base(const ap_fixed_base<W2, I2, S2, Q2, O2, N2>& x)
        : V(ap_plain::Cast<W2, I2, S2, W, I, S, Q, O, N>::of(x.V)) {}
    ap_fixed_base(int x) : V(ap_plain::Cast<32, 32, true, W, I, S, Q, O, N>::of(x)) {}
    ap_fixed_base(unsigned x) : V(ap_plain::Cast<32, 32, false, W, I, S, Q, O, N>::of(x)) {}
    ap_fixed_base(long x) : V(ap_plain::Cast<64, 64, true, W, I, S, Q, O, N>::of(x)) {}
    ap_fixed_base(long long x) : V(ap_plain::Cast<64, 64, true, W, I, S, Q, O, N>::of(x)) {}
    ap_fixed_base(unsigned long x) : V(ap_plain::Cast<64, 64, false, W, I, S, Q, O, N>::of(x)) {}
    ap_fixed_base(unsigned long long x) : V(ap_plain::Cast<64, 64, false, W, I, S, Q, O, N>::of(x)) {}
    ap_fixed_base(double x) : V(from_double(x)) {}

    ap_plain::Bits<ap_fixed_base> range() { return ap_plain::Bits<ap_fixed_base>(*this); }
    ap_plain::Slice range() const { return range(W - 1, 0); }
    ap_plain::Slice range(int high, int low) const {
        ap_plain::Slice slice = {(unsigned long long)(V >> low) & (~0ULL >> (63 - (high - low)))};
        return slice;
    }
    bool operator[](int bit) const { return (V >> bit) & 1; }

    // The low 64 bits of the raw integer.
    unsigned long long bits() const { return range(W > 64 ? 63 : W - 1, 0).value; }
    void set_bits(unsigned long long bits) { V = ap_plain::low_bits<W, S, raw_t>((raw_t)bits); }

    // The integer part, toward zero.
    long long to_int64() const {
        typedef ap_plain::Cast<W, I, S, 64, 64, true, AP_TRN_ZERO, AP_WRAP, 0> whole;
        return whole::of(V);
    }
    unsigned long long to_uint64() const { return (unsigned long long)to_int64(); }
    int to_int() const { return (int)to_int64(); }
    unsigned to_uint() const { return (unsigned)to_int64(); }
    double to_double() const { return std::ldexp((double)V, I - W); }

private:
    static raw_t from_double(double x) {
        typedef ap_plain::int128 R;
        enum { most = 70 };
        int exponent = 0;
        const R whole = (R)std::ldexp(std::frexp(x, &exponent), 53);
        const int drop = 53 - exponent - (W - I);
        const int down = drop > most ? (int)most : drop;
        const int up = drop < -most ? (int)most : -drop;
        const R v = drop > 0 ? ap_plain::Rounding<Q>::template drop<R>(whole, down)
                             : (R)((ap_plain::uint128)whole << up);
        const int position = drop + W;
        const bool above = position >= 0 && ((whole >> (position > 127 ? 127 : position)) & 1);
        return ap_plain::Overflow<W, S, O, N>::template fit<R>(v, whole < 0, above);
    }
};

template <int W, int I, ap_q_mode Q = AP_TRN, ap_o_mode O = AP_WRAP, int N = 0>
struct ap_fixed : ap_fixed_base<W, I, true, Q, O, N> {
    typedef ap_fixed_base<W, I, true, Q, O, N> base;
    using base::base;
    ap_fixed() {}
    ap_fixed(const base& x) : base(x) {}
};

template <int W, int I, ap_q_mode Q = AP_TRN, ap_o_mode O = AP_WRAP, int N = 0>
struct ap_ufixed : ap_fixed_base<W, I, false, Q, O, N> {
    typedef ap_fixed_base<W, I, false, Q, O, N> base;
    using base::base;
    ap_ufixed() {}
    ap_ufixed(const base& x) : base(x) {}
};

namespace ap_plain {

// Types of results, and both operands at their common binary point.
template <int W1, int I1, bool S1, int W2, int I2, bool S2> struct Pair {
    enum {
        F1 = W1 - I1,
        F2 = W2 - I2,
        F = max_of(F1, F2),
        integer = max_of(I1 + (S2 && !S1), I2 + (S1 && !S2)) + 1,
        width = integer + F
    };
    typedef ap_fixed_base<width, integer, S1 || S2> plus;
    typedef ap_fixed_base<width, integer, true> minus;
    typedef ap_fixed_base<W1 + W2, I1 + I2, S1 || S2> product;
    typedef typename Holder<max_of(width + 1, max_of(W1, W2) + 1) <= 64 ? 64 : max_of(width, max_of(W1, W2))>::type R;
    static R left(typename ap_fixed_base<W1, I1, S1>::raw_t raw) { return (R)raw * ((R)1 << (F - F1)); }
    static R right(typename ap_fixed_base<W2, I2, S2>::raw_t raw) { return (R)raw * ((R)1 << (F - F2)); }
};

}  // namespace ap_plain

#define AP_PLAIN_OPERANDS                                                              \
    template <int W1, int I1, bool S1, ap_q_mode Q1, ap_o_mode O1, int N1, int W2, int I2, bool S2, \
              ap_q_mode Q2, ap_o_mode O2, int N2>
#define AP_PLAIN_LEFT const ap_fixed_base<W1, I1, S1, Q1, O1, N1>& a
#define AP_PLAIN_RIGHT const ap_fixed_base<W2, I2, S2, Q2, O2, N2>& b
#define AP_PLAIN_PAIR ap_plain::Pair<W1, I1, S1, W2, I2, S2>

AP_PLAIN_OPERANDS inline typename AP_PLAIN_PAIR::plus operator+(AP_PLAIN_LEFT, AP_PLAIN_RIGHT) {
    typename AP_PLAIN_PAIR::plus r;
    r.V = AP_PLAIN_PAIR::left(a.V) + AP_PLAIN_PAIR::right(b.V);
    return r;
}
AP_PLAIN_OPERANDS inline typename AP_PLAIN_PAIR::minus operator-(AP_PLAIN_LEFT, AP_PLAIN_RIGHT) {
    typename AP_PLAIN_PAIR::minus r;
    r.V = AP_PLAIN_PAIR::left(a.V) - AP_PLAIN_PAIR::right(b.V);
    return r;
}
AP_PLAIN_OPERANDS inline typename AP_PLAIN_PAIR::product operator*(AP_PLAIN_LEFT, AP_PLAIN_RIGHT) {
    typename AP_PLAIN_PAIR::product r;
    r.V = (typename AP_PLAIN_PAIR::product::raw_t)a.V * b.V;
    return r;
}

#define AP_PLAIN_RELATION(op)                                                  \
    AP_PLAIN_OPERANDS inline bool operator op(AP_PLAIN_LEFT, AP_PLAIN_RIGHT) { \
        return AP_PLAIN_PAIR::left(a.V) op AP_PLAIN_PAIR::right(b.V);          \
    }
AP_PLAIN_RELATION(<)
AP_PLAIN_RELATION(<=)
AP_PLAIN_RELATION(>)
AP_PLAIN_RELATION(>=)
AP_PLAIN_RELATION(==)
AP_PLAIN_RELATION(!=)

// Shifts within the type: what leaves it is lost.
template <int W, int I, bool S, ap_q_mode Q, ap_o_mode O, int N>
inline ap_fixed_base<W, I, S> operator<<(const ap_fixed_base<W, I, S, Q, O, N>& a, int bits);

template <int W, int I, bool S, ap_q_mode Q, ap_o_mode O, int N>
inline ap_fixed_base<W, I, S> operator>>(const ap_fixed_base<W, I, S, Q, O, N>& a, int bits) {
    if (bits < 0) {
        return a << -bits;
    }
    enum { most = ap_plain::Holder<W + !S>::size - 1 };
    ap_fixed_base<W, I, S> r;
    r.V = a.V >> (bits > most ? (int)most : bits);
    return r;
}
template <int W, int I, bool S, ap_q_mode Q, ap_o_mode O, int N>
inline ap_fixed_base<W, I, S> operator<<(const ap_fixed_base<W, I, S, Q, O, N>& a, int bits) {
    if (bits < 0) {
        return a >> -bits;
    }
    typedef typename ap_fixed_base<W, I, S>::raw_t raw_t;
    ap_fixed_base<W, I, S> r;
    r.V = bits >= W ? (raw_t)0
                    : ap_plain::low_bits<W, S, raw_t>(
                          (raw_t)((typename ap_plain::Holder<W + !S>::bits)a.V << bits));
    return r;
}

#undef AP_PLAIN_OPERANDS
#undef AP_PLAIN_LEFT
#undef AP_PLAIN_RIGHT
#undef AP_PLAIN_PAIR
#undef AP_PLAIN_RELATION

#endif

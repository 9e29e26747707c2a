
const int kWindow = 32;  // clock cycles after a flip in which a design is watched that does not heal at once
const int kClasses = 5;
const char* const kNames[kClasses] = {"data", "weights", "bank", "i2c", "counters"};

struct Replica {
    char* q;       // in the design that gets the flips
    char* golden;  // in the one beside it
    char* flip;    // bits that turn over with the next clock edge
};

// Registers that one voter follows, or of an unprotected design.
struct Group {
    int kind;
    int width;
    std::vector<Replica> replicas;

    std::size_t bytes() const { return width <= 8 ? 1 : width <= 16 ? 2 : width <= 32 ? 4 : 8; }
    uint64_t vote(char* Replica::*which) const {
        uint64_t v[3] = {0, 0, 0};
        for (std::size_t i = 0; i < replicas.size(); ++i) {
            std::memcpy(&v[i], replicas[i].*which, bytes());
        }
        return replicas.size() < 3 ? v[0] : (v[0] & v[1]) | (v[0] & v[2]) | (v[1] & v[2]);
    }
};

struct Target {
    int group;
    int replica;
    int bit;
};

struct Counts {
    long flipFlops, flips, wrongOutputs, wrongStates;
    long cycles[kWindow + 1];  // flips by the clock cycles until they were gone; [0]: not within the window
};

struct Over {};

bool starts(const std::string& text, const std::string& with) { return text.compare(0, with.size(), with) == 0; }

int kindOf(const std::string& path) {
    if (starts(path, "count_") || starts(path, "control.orbit_") || starts(path, "control.swaps_")) {
        return 4;
    }
    const char* const openings[] = {"data_", "weights_", "bank.", "i2c.", "control."};
    for (int i = 0; i < 5; ++i) {
        if (starts(path, openings[i])) {
            return i < 3 ? i : 3;
        }
    }
    std::fprintf(stderr, "%s: registers of no class\n", path.c_str());
    std::exit(2);
}

// The design of the bench is golden; another gets the same inputs and the flips, and is compared in every cycle.
class Upsets : public Bench {
  public:
    enum Mode {
        HEALS,   // single flips, one in each clock cycle: the one before has to be gone
        SINGLE,  // single flips, each watched until nothing differs any more or the window is over
        DOUBLE   // the same bit of two replicas
    };

    Upsets(const std::vector<Row>& rows, Mode mode, uint64_t seed)
        : Bench(rows), upset_("UPSET"), mode_(mode), left_(-1), done_(0), seed_(seed), at_(0), alive_(false), age_(0),
          healed_(0), wrong_(false), counts_() {
        upset_.clk = 0;
        upset_.eval();
        find();
    }

    // From now on there are flips; after the last one Over is thrown.
    void begin(long flips) {
        left_ = flips;
        restore();
    }

    void print() const {
        for (int i = 0; i < kClasses; ++i) {
            const Counts& c = counts_[i];
            std::printf("class %s %ld %ld %ld %ld", kNames[i], c.flipFlops, c.flips, c.wrongOutputs, c.wrongStates);
            for (int k = 0; k <= kWindow; ++k) {
                std::printf(" %ld", c.cycles[k]);
            }
            std::printf("\n");
        }
    }

  protected:
    void cycled() {
        if (left_ < 0) {
            return;
        }
        bool next = left_ > 0 && (!alive_ || mode_ == HEALS);
        upset_.ce = top_.ce;
        upset_.bc0_in = top_.bc0_in;
        upset_.data_in = top_.data_in;
        @lines@
        if (next) {
            choose();
            turn(chosen_, &Replica::flip);
        }
        edge(upset_);
        if (next) {
            turn(chosen_, &Replica::flip);
            turn(chosen_, &Replica::q);  // taken back while the flip before is judged
        }
        if (alive_) {
            bool clean = watch(next);
            if (clean) {
                end(true);
            } else if (next || age_ == kWindow || (wrong_ && healed_)) {
                end(false);
                restore();
                if (next) {
                    mode_ = SINGLE;  // that one was not gone; the new flip never was
                    next = false;
                }
            }
        }
        if (next) {
            turn(chosen_, &Replica::q);
            start();
        }
        if (left_ == 0 && !alive_) {
            throw Over();
        }
    }

  private:
    void find() {
        const std::string own = "UPSET.@top@.";
        const std::string golden = "TOP.@top@.";
        std::map<std::string, Group> groups;
        std::map<char*, std::size_t> spans;
        const VerilatedScopeNameMap* scopes = Verilated::scopeNameMap();
        for (VerilatedScopeNameMap::const_iterator it = scopes->begin(); it != scopes->end(); ++it) {
            std::string name = it->second->name();
            const VerilatedVar* flip = it->second->varFind("flip");
            if (!starts(name, own) || !flip) {
                continue;
            }
            std::string path = name.substr(own.size());
            const VerilatedVar* q = it->second->varFind("q");
            Replica replica = {(char*)q->datap(),
                               (char*)Verilated::scopeFind((golden + path).c_str())->varFind("q")->datap(),
                               (char*)flip->datap()};
            path.resize(path.rfind('.'));
            Group& group = groups[path];
            group.kind = kindOf(path);
            group.width = q->packed().elements();
            group.replicas.push_back(replica);
            spans[replica.q] = spans[replica.flip] = group.bytes();
            offset_ = replica.golden - replica.q;
        }
        for (std::map<std::string, Group>::iterator it = groups.begin(); it != groups.end(); ++it) {
            groups_.push_back(it->second);
            const Group& group = groups_.back();
            counts_[group.kind].flipFlops += group.width * (long)group.replicas.size();
            for (int bit = 0; bit < group.width; ++bit) {
                for (int r = 0; r < (mode_ == DOUBLE ? 1 : (int)group.replicas.size()); ++r) {
                    Target target = {(int)groups_.size() - 1, r, bit};
                    targets_.push_back(target);
                }
            }
        }
        for (std::map<char*, std::size_t>::iterator it = spans.begin(); it != spans.end(); ++it) {
            if (!spans_.empty() && spans_.back().first + spans_.back().second == it->first) {
                spans_.back().second += it->second;
            } else {
                spans_.push_back(*it);
            }
        }
    }

    // SplitMix64.
    uint64_t random() {
        uint64_t z = seed_ += 0x9e3779b97f4a7c15u;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
        z = (z ^ z >> 27) * 0x94d049bb133111ebu;
        return z ^ z >> 31;
    }

    // All flip-flops come in a random order, then all in another one.
    void choose() {
        if (at_ == 0) {
            for (std::size_t i = targets_.size() - 1; i > 0; --i) {
                std::swap(targets_[i], targets_[random() % (i + 1)]);
            }
        }
        chosen_ = targets_[at_];
        if (mode_ == DOUBLE) {
            chosen_.replica = (int)(random() % 3);
        }
    }

    void turn(const Target& target, char* Replica::*which) {
        Group& group = groups_[target.group];
        for (int i = 0; i < (mode_ == DOUBLE ? 2 : 1); ++i) {
            char* at = group.replicas[(target.replica + i) % group.replicas.size()].*which;
            at[target.bit / 8] = (char)(at[target.bit / 8] ^ 1 << target.bit % 8);
        }
    }

    void start() {
        target_ = chosen_;
        at_ = (at_ + 1) % targets_.size();
        --left_;
        alive_ = true;
        age_ = 0;
        healed_ = 0;
        wrong_ = portsDiffer();
        if (++done_ % 4096 == 0) {
            std::printf("flips %ld\n", done_);
            std::fflush(stdout);
        }
    }

    // Looks at the flip a clock cycle later; whether nothing of it is left.
    bool watch(bool another) {
        ++age_;
        const Group& group = groups_[target_.group];
        bool gone = true;
        for (std::size_t i = 0; i < group.replicas.size(); ++i) {
            gone &= std::memcmp(group.replicas[i].q, group.replicas[i].golden, group.bytes()) == 0;
        }
        if (gone && healed_ == 0) {
            healed_ = age_;
        }
        bool clean = gone && !stateDiffers();
        // With nothing left and another flip, wrong outputs are that one's.
        if (!(clean && another)) {
            wrong_ |= portsDiffer();
        }
        return clean;
    }

    void end(bool clean) {
        Counts& counts = counts_[groups_[target_.group].kind];
        ++counts.flips;
        counts.wrongOutputs += wrong_;
        counts.wrongStates += !clean && votesDiffer();
        ++counts.cycles[healed_];
        alive_ = false;
    }

    bool portsDiffer() const {
        bool differ = upset_.bc0_out != top_.bc0_out@sdaLow@;
        for (int i = 0; i < (kOutputBits + 31) / 32; ++i) {
            differ |= word(upset_.data_out, i) != word(top_.data_out, i);
        }
        return differ;
    }

    bool stateDiffers() const {
        for (std::size_t i = 0; i < spans_.size(); ++i) {
            if (std::memcmp(spans_[i].first, spans_[i].first + offset_, spans_[i].second) != 0) {
                return true;
            }
        }
        return false;
    }

    // Whether a voter would give other values, if it does its work.
    bool votesDiffer() const {
        for (std::size_t i = 0; i < groups_.size(); ++i) {
            if (groups_[i].vote(&Replica::q) != groups_[i].vote(&Replica::golden)) {
                return true;
            }
        }
        return false;
    }

    // Everything is again as in the golden design.
    void restore() {
        for (std::size_t i = 0; i < groups_.size(); ++i) {
            for (std::size_t k = 0; k < groups_[i].replicas.size(); ++k) {
                std::memcpy(groups_[i].replicas[k].flip, groups_[i].replicas[k].golden, groups_[i].bytes());
            }
        }
        upset_.rst = 1;
        edge(upset_);
        upset_.rst = 0;
        for (std::size_t i = 0; i < groups_.size(); ++i) {
            for (std::size_t k = 0; k < groups_[i].replicas.size(); ++k) {
                std::memset(groups_[i].replicas[k].flip, 0, groups_[i].bytes());
            }
        }
    }

    V@top@ upset_;
    Mode mode_;
    long left_;
    long done_;
    uint64_t seed_;
    std::size_t at_;
    bool alive_;
    int age_;
    int healed_;
    bool wrong_;
    Target target_;
    Target chosen_;
    std::vector<Group> groups_;
    std::vector<Target> targets_;
    std::vector<std::pair<char*, std::size_t> > spans_;
    std::ptrdiff_t offset_;
    Counts counts_[kClasses];
};

int finish(const Upsets& bench) {
    bench.print();
    std::printf("%s: %ld crossings of the design without flips, %ld wrong\n", bench.mismatches() ? "FAIL" : "PASS",
                bench.compared(), bench.mismatches());
    return bench.mismatches() ? 1 : 0;
}


    // --- I2C bus master ---
    bool write(int pointer, const std::vector<uint8_t>& bytes) {
        bool taken = call(pointer);
        for (std::size_t i = 0; i < bytes.size() && taken; ++i) {
            taken = send(bytes[i]);
        }
        stop();
        return taken;
    }

    std::vector<uint8_t> read(int pointer, int count) {
        std::vector<uint8_t> bytes;
        if (call(pointer)) {
            start();
            if (!send(kAddress << 1 | 1)) {
                fail("I2C: no acknowledge to a read");
            }
            for (int i = 0; i < count; ++i) {
                bytes.push_back(receive(i + 1 < count));
            }
        } else {
            bytes.assign(count, 0);
        }
        stop();
        return bytes;
    }

    // Whether a device answers at an address.
    bool answers(int address) {
        start();
        bool taken = send((uint8_t)(address << 1));
        stop();
        return taken;
    }

    static const int kAddress = @address@;
    static const int kThird = 3;  // clock cycles of a third of a bit

  private:
    bool call(int pointer) {
        start();
        bool taken = send(kAddress << 1) && send((uint8_t)(pointer >> 8)) && send((uint8_t)pointer);
        if (!taken) {
            fail("I2C: no acknowledge to a pointer");
        }
        return taken;
    }

    void lines(int scl, int sda) {
        scl_ = scl;
        sda_ = sda;
        top_.scl = scl;
        top_.sda = sda && !top_.sda_low;
    }

    void wait() {
        for (int i = 0; i < kThird; ++i) {
            cycle();
            lines(scl_, sda_);
        }
    }

    void start() {
        lines(scl_, 1);
        wait();
        lines(1, 1);
        wait();
        lines(1, 0);
        wait();
        lines(0, 0);
        wait();
    }

    void stop() {
        lines(0, 0);
        wait();
        lines(1, 0);
        wait();
        lines(1, 1);
        wait();
        wait();
    }

    bool bit(bool out) {
        lines(0, out);
        wait();
        lines(1, out);
        wait();
        bool in = top_.sda;
        wait();
        lines(0, out);
        wait();
        return in;
    }

    bool send(uint8_t byte) {
        for (int i = 7; i >= 0; --i) {
            bit(byte >> i & 1);
        }
        return !bit(true);
    }

    uint8_t receive(bool more) {
        uint8_t byte = 0;
        for (int i = 0; i < 8; ++i) {
            byte = (uint8_t)(byte << 1 | bit(true));
        }
        bit(!more);
        return byte;
    }

    int scl_ = 1;
    int sda_ = 1;

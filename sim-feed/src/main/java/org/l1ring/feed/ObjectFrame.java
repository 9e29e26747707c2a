package org.l1ring.feed;

import static org.l1ring.feed.FrameField.EG0_PT;
import static org.l1ring.feed.FrameField.EGAMMAS;
import static org.l1ring.feed.FrameField.EG_ISO;
import static org.l1ring.feed.FrameField.ET_PT;
import static org.l1ring.feed.FrameField.FLAGS;
import static org.l1ring.feed.FrameField.FRAME_BYTES;
import static org.l1ring.feed.FrameField.HT_PT;
import static org.l1ring.feed.FrameField.JET0_PT;
import static org.l1ring.feed.FrameField.JETS;
import static org.l1ring.feed.FrameField.MET_PHI;
import static org.l1ring.feed.FrameField.MET_PT;
import static org.l1ring.feed.FrameField.MHT_PHI;
import static org.l1ring.feed.FrameField.MHT_PT;
import static org.l1ring.feed.FrameField.MU0_PT;
import static org.l1ring.feed.FrameField.MUONS;
import static org.l1ring.feed.FrameField.MU_CHARGE;
import static org.l1ring.feed.FrameField.MU_QUALITY;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.l1ring.feed.physics.Level1Objects;
import org.l1ring.feed.physics.Level1Objects.Kind;
import org.l1ring.feed.physics.Level1Objects.Sum;
import org.l1ring.feed.physics.TriggerWord;

/** Writes the objects of a crossing as the 64 fields of {@link FrameField}. */
final class ObjectFrame {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final int MET_PT_AT = MET_PT.byteOffset();
    private static final int MET_PHI_AT = MET_PHI.byteOffset();
    private static final int EGAMMA_AT = EG0_PT.byteOffset();
    private static final int MUON_AT = MU0_PT.byteOffset();
    private static final int JET_AT = JET0_PT.byteOffset();
    private static final int HT_AT = HT_PT.byteOffset();
    private static final int ET_AT = ET_PT.byteOffset();
    private static final int MHT_PT_AT = MHT_PT.byteOffset();
    private static final int MHT_PHI_AT = MHT_PHI.byteOffset();
    private static final int ISOLATION_AT = EG_ISO.byteOffset();
    private static final int QUALITY_AT = MU_QUALITY.byteOffset();
    private static final int CHARGE_AT = MU_CHARGE.byteOffset();
    private static final int FLAGS_AT = FLAGS.byteOffset();

    private ObjectFrame() {}

    /** Writes 128 bytes from {@code at} on. */
    static void write(Level1Objects objects, MuonPhi muonPhi, MemorySegment frames, long at) {
        clear(frames, at);
        int flags = flags(objects);
        frames.set(SHORT, at + FLAGS_AT, (short) flags);
        frames.set(SHORT, at + MET_PT_AT, (short) objects.sum(Sum.ETM));
        frames.set(SHORT, at + MET_PHI_AT, (short) objects.sum(Sum.ETM_PHI));
        frames.set(SHORT, at + HT_AT, (short) objects.sum(Sum.HTT));
        frames.set(SHORT, at + ET_AT, (short) objects.sum(Sum.ETT));
        frames.set(SHORT, at + MHT_PT_AT, (short) objects.sum(Sum.HTM));
        frames.set(SHORT, at + MHT_PHI_AT, (short) objects.sum(Sum.HTM_PHI));
        egammas(objects, frames, at);
        muons(objects, muonPhi, frames, at);
        for (int i = 0; i < JETS; i++) {
            long word = objects.word(Kind.JET, i);
            if (word == 0) {
                break;
            }
            long place = at + JET_AT + 6L * i;
            frames.set(SHORT, place, (short) TriggerWord.jetPt(word));
            frames.set(SHORT, place + 2, (short) TriggerWord.jetEta(word));
            frames.set(SHORT, place + 4, (short) TriggerWord.jetPhi(word));
        }
    }

    /** Writes an empty crossing that does not collide. */
    static void clear(MemorySegment frames, long at) {
        for (int i = 0; i < FRAME_BYTES; i += Long.BYTES) {
            frames.set(LONG, at + i, 0);
        }
    }

    static int flags(Level1Objects objects) {
        return (objects.colliding() ? 1 : 0) | (objects.signalNumber() << 8);
    }

    private static void egammas(Level1Objects objects, MemorySegment frames, long at) {
        int isolation = 0;
        for (int i = 0; i < EGAMMAS; i++) {
            long word = objects.word(Kind.EGAMMA, i);
            if (word == 0) {
                break;
            }
            long place = at + EGAMMA_AT + 6L * i;
            frames.set(SHORT, place, (short) TriggerWord.egammaPt(word));
            frames.set(SHORT, place + 2, (short) TriggerWord.egammaEta(word));
            frames.set(SHORT, place + 4, (short) TriggerWord.egammaPhi(word));
            isolation |= TriggerWord.egammaIsolation(word) << (2 * i);
        }
        frames.set(SHORT, at + ISOLATION_AT, (short) isolation);
    }

    private static void muons(
            Level1Objects objects, MuonPhi muonPhi, MemorySegment frames, long at) {
        int quality = 0;
        int charge = 0;
        for (int i = 0; i < MUONS; i++) {
            long word = objects.word(Kind.MUON, i);
            if (word == 0) {
                break;
            }
            int phi =
                    switch (muonPhi) {
                        case AT_VERTEX -> TriggerWord.muonPhi(word);
                        case AT_MUON_SYSTEM -> TriggerWord.muonPhiOut(word);
                    };
            long place = at + MUON_AT + 6L * i;
            frames.set(SHORT, place, (short) TriggerWord.muonPt(word));
            frames.set(SHORT, place + 2, (short) TriggerWord.muonEta(word));
            frames.set(SHORT, place + 4, (short) phi);
            quality |= TriggerWord.muonQuality(word) << (4 * i);
            int bits = TriggerWord.muonCharge(word);
            charge |= ((bits & 1) << i) | ((bits >> 1) << (4 + i));
        }
        frames.set(SHORT, at + QUALITY_AT, (short) quality);
        frames.set(SHORT, at + CHARGE_AT, (short) charge);
    }
}

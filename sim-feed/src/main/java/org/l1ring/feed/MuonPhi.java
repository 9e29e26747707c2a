package org.l1ring.feed;

/** Which of a muon word's two directions goes into the frame. */
public enum MuonPhi {
    /** Extrapolated to the vertex, bits 9:0; the frame's own convention. */
    AT_VERTEX,
    /** As measured in the muon system, bits 52:43; some recorded vectors were scored with it. */
    AT_MUON_SYSTEM
}

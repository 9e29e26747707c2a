package org.l1ring.project;

import org.l1ring.circuit.Circuit;
import org.l1ring.rtl.Clocked;

/** A circuit as hardware. */
public sealed interface HardwareDesign permits FirmwareDesign, SequentialDesign, BufferedDesign {

    /** The circuit as lowered. */
    Circuit circuit();

    /** What it is made for. */
    FirmwareOptions options();

    /** What its modules are. */
    Clocked hardware();

    /** What a report says about it, without synthesis. */
    FirmwareFigures figures();
}

package org.l1ring.firmware;

final class FirmwareJson {
    static String text(org.l1ring.project.FirmwareFigures f) {
        return f.toString();
    }
}

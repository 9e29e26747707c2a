package org.l1ring.importer.hls4ml;

import java.util.List;
import org.l1ring.model.Model;

/**
 * A model and what each part of its firmware folder became.
 *
 * @param model that lowers
 * @param explanation for people, line by line
 */
public record ImportedFirmware(Model model, List<String> explanation) {

    /** Copies the list. */
    public ImportedFirmware {
        explanation = List.copyOf(explanation);
    }
}

package org.l1ring.importer;

import java.util.List;
import org.l1ring.model.Model;

/**
 * A model and how its file was mapped to it.
 *
 * @param model that lowers
 * @param explanation for people, line by line; empty when nothing was mapped
 */
public record ImportedModel(Model model, List<String> explanation) {

    /** Copies the list. */
    public ImportedModel {
        explanation = List.copyOf(explanation);
    }
}

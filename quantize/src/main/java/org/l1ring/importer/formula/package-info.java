/** Formulas of symbolic regression as networks. */
package org.l1ring.importer.formula;

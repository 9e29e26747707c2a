/** Reads models of other tools into the layer graph. */
package org.l1ring.importer;

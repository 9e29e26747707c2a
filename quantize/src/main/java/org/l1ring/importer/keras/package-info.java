/** Reads networks of Keras, QKeras and HGQ: JSON, HDF5 and {@code .keras} files. */
package org.l1ring.importer.keras;

/** Reads hls4ml firmware folders: a strict reader of their C++ dialect, exact to the bit. */
package org.l1ring.importer.hls4ml;

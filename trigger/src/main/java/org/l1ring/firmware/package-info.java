/** Firmware projects of models: files, synthesis, proofs and reports. */
package org.l1ring.firmware;

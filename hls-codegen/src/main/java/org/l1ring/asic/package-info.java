/** Circuits as designs of standard cells: protected registers, weights loaded over I2C. */
package org.l1ring.asic;

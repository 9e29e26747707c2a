/** Verilog from circuits. */
package org.l1ring.rtl;

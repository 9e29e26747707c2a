/** Proofs that emitted Verilog computes what its circuit says, and lint of it. */
package org.l1ring.proof;

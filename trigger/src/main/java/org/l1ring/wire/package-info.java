/** The records that carry crossings, scores and accepts between machines. */
package org.l1ring.wire;

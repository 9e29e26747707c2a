/** Fixed-point types in the sense of ap_fixed and casts between them on raw integers. */
package org.l1ring.fixed;

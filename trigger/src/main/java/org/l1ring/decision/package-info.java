/** From algorithm bits to the Level-1 accept: masks, prescales, counters and dead time. */
package org.l1ring.decision;

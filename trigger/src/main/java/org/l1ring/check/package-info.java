/** Engines over rows of raw values, and what they give held against given answers. */
package org.l1ring.check;

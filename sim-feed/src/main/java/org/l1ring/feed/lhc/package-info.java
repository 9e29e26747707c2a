/** Where the LHC has bunches: filling schemes, trains and the abort gap of one orbit. */
package org.l1ring.feed.lhc;

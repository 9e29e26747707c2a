/**
 * Level-1 objects of one bunch crossing: stand-in zero bias by pile-up, and signals on top of it.
 */
package org.l1ring.feed.physics;

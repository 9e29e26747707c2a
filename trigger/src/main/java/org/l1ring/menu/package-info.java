/** Trigger menus: their files, their circuits, test vectors and the bits they should give. */
package org.l1ring.menu;

/** Frames: the fixed-layout record of one crossing, blocks of them, and the frame file. */
package org.l1ring.frame;

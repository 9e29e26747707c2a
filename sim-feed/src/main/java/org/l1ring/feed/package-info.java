/** Streams of bunch crossings and the frame that carries one crossing. */
package org.l1ring.feed;

/** A run put together: a model on a stream, its threshold and its signal samples. */
package org.l1ring.run;

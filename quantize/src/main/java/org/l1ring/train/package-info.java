/** Models trained from samples of Level-1 features. */
package org.l1ring.train;

/** From a model to its circuit. */
package org.l1ring.lower;

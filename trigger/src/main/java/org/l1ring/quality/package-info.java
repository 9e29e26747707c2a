/** How well the algorithms of the ECON-T chip keep what a module measured, at equal links. */
package org.l1ring.quality;

/** The data path of the ECON-T chip: 48 trigger cells of a calorimeter module to links and back. */
package org.l1ring.econ;

/**
 * Power of a mapped netlist: Liberty files, gate-level simulation, switching and internal energy.
 */
package org.l1ring.power;

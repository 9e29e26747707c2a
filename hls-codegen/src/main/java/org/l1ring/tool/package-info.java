/** The external programs that simulate, synthesise, prove and compile what is generated. */
package org.l1ring.tool;

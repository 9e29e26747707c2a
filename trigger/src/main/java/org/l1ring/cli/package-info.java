/** The l1ring command. */
package org.l1ring.cli;

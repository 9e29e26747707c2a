/** What a run shows while it goes. */
package org.l1ring.console;

/** What firmware is made with: external programs, and texts kept as resources. */
package org.l1ring.tool;

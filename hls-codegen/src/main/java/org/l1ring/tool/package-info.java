/** What firmware is made with: external programs, texts kept as resources, texts in folders. */
package org.l1ring.tool;

/** Graphs of adders that multiply vectors by constant matrices. */
package org.l1ring.adders;

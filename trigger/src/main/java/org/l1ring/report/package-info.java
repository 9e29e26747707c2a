/** What a run reports: its figures, its plots and the program and machine that made them. */
package org.l1ring.report;

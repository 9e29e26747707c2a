/** Prescale tables and masks of a menu's algorithms, as CSV and as the run settings' XML. */
package org.l1ring.prescale;

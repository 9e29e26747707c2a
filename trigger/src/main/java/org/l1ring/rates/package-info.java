/**
 * Rates of a menu's algorithms: counted, fitted against pile-up, compared with signals, reported.
 */
package org.l1ring.rates;

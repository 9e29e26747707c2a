/** Tables of numbers, one crossing a row, as CSV and npy files. */
package org.l1ring.table;

/** The layer graph of a quantized network and its JSON file. */
package org.l1ring.model;

/** From models and circuits to HLS C++ in the layout of an hls4ml firmware folder. */
package org.l1ring.hls;

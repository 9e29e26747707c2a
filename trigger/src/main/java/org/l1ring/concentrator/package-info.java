/** The ECON-T chip's data path as a stream: a module's crossings to link words and back. */
package org.l1ring.concentrator;

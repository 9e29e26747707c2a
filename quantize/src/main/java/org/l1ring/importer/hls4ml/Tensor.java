package org.l1ring.importer.hls4ml;

import org.l1ring.model.ElementTypes;

/**
 * A value of the network.
 *
 * @param name of the model's input or of a layer's output
 * @param size elements; 0 while that of a streamed input is not known
 * @param types of its elements
 * @param declared the C++ type of an element
 */
record Tensor(String name, int size, ElementTypes types, CppType.Fixed declared) {}

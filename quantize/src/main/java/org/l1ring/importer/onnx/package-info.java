/** Reads ONNX, QONNX and QCDQ files: their graph, what it computes, and the model that it means. */
package org.l1ring.importer.onnx;

/** Networks to measure, and how others would compute them: plain loops and ONNX Runtime. */
package org.l1ring.bench.network;

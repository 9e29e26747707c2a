/** Streams through Kafka, measured with a broker, feeds and workers that are processes. */
package org.l1ring.bench.kafka;
